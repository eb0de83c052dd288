import { secretProblem, shouldDiffer } from "../../../src/ops/verify/secret-shape";

const HOST = "kelmah:pa55@cluster0.example.mongodb.net";

test.each([
  ["JWT_SECRET", "Gq3mVd0pLw8x", undefined],
  ["JWT_SECRET", "", "empty"],
  ["JWT_SECRET", " \n", "empty"],
  ["JWT_SECRET", "pending", "pending"],
  ["JWT_SECRET", "pending\n", "pending"],
  ["JWT_SECRET", "Gq3mVd0pLw8x\n", "padded"],
  ["MONGODB_URI", `mongodb+srv://${HOST}/kelmah_platform?retryWrites=true`, undefined],
  ["MONGODB_URI", "mongodb://kelmah:pa55@a.example:27017,b.example:27017/kelmah_platform?replicaSet=rs0", undefined],
  ["MONGODB_URI", `mongodb+srv://${HOST}/?retryWrites=true`, "no-database"],
  ["MONGODB_URI", `mongodb+srv://${HOST}`, "no-database"],
  ["MESSAGING_MONGO_URI", "mongodb://a.example:27017,b.example:27017", "no-database"],
  ["DATABASE_URL", `mongodb+srv://${HOST}/`, "no-database"],
  ["MONGODB_URI", `mongodb+srv://${HOST}:27017/kelmah_platform`, "no-url"],
  ["MONGODB_URI", HOST, "no-url"],
  ["MONGODB_URI", "<mongodb+srv://...>", "no-url"],
  ["REDIS_URL", "rediss://cache.example:6379", undefined],
  ["REDIS_URL", "cache.example", "no-url"],
])("%s with %j: %s", (name, value, problem) => {
  expect(secretProblem(name, value)).toBe(problem);
});

test("keys and passwords differ from each other; connection strings may be the same", () => {
  expect(shouldDiffer("JWT_SECRET", "JWT_REFRESH_SECRET")).toBe(true);
  expect(shouldDiffer("MONGODB_URI", "MESSAGING_MONGO_URI")).toBe(false);
});
