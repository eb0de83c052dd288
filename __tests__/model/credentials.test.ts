import fc from "fast-check";
import { credentialReason } from "../../src/model/credentials";

const BY_CONNECTION = "its value is a connection string with a password";
const BY_SHAPE = "its value has the shape of an issued key";
const BY_NAME = "its name says that it is a credential";

describe("a credential", () => {
  test.each([
    ["MONGODB_URI", "mongodb+srv://kelmah:hunter2@cluster0.example.mongodb.net/kelmah", BY_CONNECTION],
    ["CACHE", "redis://:hunter2@cache.example.com:6379", BY_CONNECTION],
    ["URL", "https://user:hunter2@example.com/path", BY_CONNECTION],
    ["URL", "HTTPS://USER:HUNTER2@EXAMPLE.COM", BY_CONNECTION],
    ["BROKERS", "amqp://one.example.com,amqp://user:hunter2@two.example.com", BY_CONNECTION],
    ["URL", "  mongodb://user:hunter2@example.com", BY_CONNECTION],
    ["URL", "mongodb://user:hunter/2@example.com", BY_CONNECTION],
    ["A", "AKIAIOSFODNN7EXAMPLE", BY_SHAPE],
    ["A", "sk_live_0123456789", BY_SHAPE],
    ["A", "sk_test_0123456789", BY_SHAPE],
    ["A", "ghp_0123456789abcdef", BY_SHAPE],
    ["A", "github_pat_11ABCDEFG0123456789", BY_SHAPE],
    ["A", "xoxb-1234-5678", BY_SHAPE],
    ["A", `SG.${"a1".repeat(11)}.${"b2".repeat(21)}c`, BY_SHAPE],
    ["A", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", BY_SHAPE],
    ["A", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", BY_SHAPE],
    ["KEYS", "pk_live_1,sk_live_0123456789", BY_SHAPE],
    ["JWT_SECRET", "correct horse battery staple", BY_NAME],
    ["SMTP_PASS", "hunter2", BY_NAME],
    ["DB_PASSWORD", "hunter2", BY_NAME],
    ["password", "hunter2", BY_NAME],
    ["INTERNAL_API_KEY", "abc", BY_NAME],
    ["MAPS_APIKEY", "abc", BY_NAME],
    ["AWS_SECRET_ACCESS_KEY", "abc", BY_NAME],
    ["PAYSTACK_SECRET_KEY", "abc", BY_NAME],
    ["SLACK_TOKEN", "abc", BY_NAME],
    ["GOOGLE_CREDENTIALS", "abc", BY_NAME],
  ])("%s=%s", (name, value, reason) => {
    expect(credentialReason(name, value)).toBe(reason);
  });
});

describe("no credential", () => {
  test.each([
    ["MONGODB_URI", "mongodb://localhost:27017/kelmah"],
    ["FRONTEND_URL", "https://kelmah.com"],
    ["FRONTEND_URL", "http://localhost:5173/a:b@c"],
    ["CORS_ORIGIN", "https://a.example.com:8443,https://b.example.com"],
    ["EMAIL_FROM", "no-reply@kelmah.com"],
    ["BCRYPT_ROUNDS", "12"],
    ["JWT_EXPIRES_IN", "15m"],
    ["PASSWORD_RESET_EXPIRES", "1h"],
    ["PASSWORD_RESET_TOKEN", "3600"],
    ["USE_API_KEY", "false"],
    ["SECRET", ""],
    ["SECRETARY", "Ama"],
    ["COMPASS", "north"],
    ["MONKEY", "capuchin"],
    ["LOG_LEVEL", "debug"],
    ["A", "task_live_1"],
    ["A", "SG.web.prod"],
  ])("%s=%s", (name, value) => {
    expect(credentialReason(name, value)).toBeUndefined();
  });
});

test("the reason never contains the value, and finding it does not depend on the value's length", () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);
  const disguises = fc.constantFrom(
    (value: string) => ["URL", `mongodb://user:${value}@example.com`] as const,
    (value: string) => ["KEY", `sk_live_${value}`] as const,
    (value: string) => ["JWT_SECRET", `-${value}`] as const,
  );
  fc.assert(
    fc.property(secret, disguises, (value, disguise) => {
      const [name, disguised] = disguise(value);
      const reason = credentialReason(name, disguised);
      expect(reason).toBeDefined();
      expect(reason).not.toContain(value);
    }),
  );
});

describe("a long value is looked at in no time", () => {
  test.each([
    ["of letters", "x".repeat(200_000)],
    ["of schemes", "a://b:".repeat(10_000)],
    ["of what begins like a token", "-eyJ".repeat(10_000)],
  ])("%s", (_, value) => {
    const started = Date.now();
    expect(credentialReason("A", value)).toBeUndefined();
    expect(Date.now() - started).toBeLessThan(2000);
  });

  test("and what is in it is found all the same", () => {
    const long = "x".repeat(10_000);
    expect(credentialReason("A", `${long}mongodb+srv://kelmah:hunter2@a.example.com`)).toBe(BY_CONNECTION);
  });
});
