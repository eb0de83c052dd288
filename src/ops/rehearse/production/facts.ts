import { randomBytes } from "node:crypto";
import { defined } from "./defined";

/** Ids and names that production has (docs/platform.md, "Account and network"). */
export const PRODUCTION = {
  account: "992350137489",
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b", "eu-north-1c"],
  cluster: "Project-Kelmah",
  vpc: "vpc-0dabf8272bd2ef53d",
  vpcCidr: "172.31.0.0/16",
  publicSubnets: ["subnet-0dd46e5972b0e31a7", "subnet-0e5fed10308075b94", "subnet-02a1a058044d0f5ce"],
  privateSubnets: ["subnet-006406d535a30911f", "subnet-024eebebbdc867963", "subnet-0a9d0777b99602681"],
  servicesSecurityGroup: "sg-081fd7b767b7ed905",
  gatewaySecurityGroup: "sg-0dc2f8282ea9de58b",
  natEip: "13.62.68.130",
  loadBalancer: "kelmah-internal-svcs",
  role: "ecsTaskExecutionRole",
  gatewayService: "kelmah-api-gateway-service-gg6bf9h1",
  gatewayTargetGroup: "api-gateway-tg",
} as const;

/** Nobody wrote down the private subnets' blocks: these are of different sizes and where nobody would look. */
export const PRIVATE_CIDRS = ["172.31.96.0/24", "172.31.200.128/25", "172.31.112.0/20"] as const;

/** A service as it was deployed by hand. */
export interface LegacyService {
  readonly name: string;
  readonly port: number;
  readonly family: string;
  readonly container: string;
  readonly repository: string;
  readonly tag: string;
  readonly logGroup: string;
  /** Whether its tasks run as the role that they are started as. */
  readonly taskRole: boolean;
  /** Plain variables, beside those of its port. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables with secrets in plain text: by name, the secret. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Which of the two sets of JWT secrets it has. */
  readonly jwtSet: "first" | "second";
  /** Of the internal load balancer, for all but the gateway. */
  readonly targetGroup?: string;
}

const FRONTEND_URL = "https://kelmah-frontend-cyan.vercel.app";

/** Variables by the name of the secret that they hold. */
function holding(secrets: string): Readonly<Record<string, string>> {
  return Object.fromEntries(secrets.split(" ").map((secret) => [secret, secret]));
}

function service(name: string, port: number, tag: string, secrets: string, irregular: Partial<LegacyService> = {}) {
  return {
    name,
    port,
    tag,
    family: `${name}-service-task`,
    container: `${name}-service`,
    repository: `kelmah-${name}-service`,
    targetGroup: `kelmah-${name}-tg`,
    logGroup: `/ecs/${name}-service`,
    taskRole: true,
    variables: {},
    secrets: holding(`MONGODB_URI JWT_SECRET ${secrets}`.trim()),
    jwtSet: "second" as const,
    ...irregular,
  };
}

/** What nobody wrote down of the auth service: numbers, as older images read them; of LOG_LEVEL it has none. */
const AUTH_VARIABLES = {
  SERVICE_NAME: "auth-service",
  FRONTEND_URL,
  CORS_ORIGIN: FRONTEND_URL,
  EMAIL_FROM: "kelmah@kelmah.example",
  SMTP_HOST: "smtp.kelmah.example",
  SMTP_PORT: "465",
  SMTP_SECURE: "true",
  ENABLE_RATE_LIMITING: "true",
  USE_REDIS_RATE_LIMIT: "false",
  BCRYPT_ROUNDS: "10",
  JWT_EXPIRES_IN: "2",
  JWT_REFRESH_EXPIRES_IN: "30",
  MAX_LOGIN_ATTEMPTS: "5",
  ACCOUNT_LOCK_TIME: "900000",
  PASSWORD_RESET_EXPIRES: "3600000",
  EMAIL_VERIFICATION_EXPIRES: "86400000",
};

/** The six services (docs/platform.md, "Services" and "Configuration the containers read"). */
export const SERVICES: readonly (LegacyService & { readonly targetGroup: string })[] = [
  service("auth", 5001, "project-fix", "JWT_REFRESH_SECRET SMTP_USER SMTP_PASS", {
    family: "kelmah-auth-service",
    targetGroup: "kelmah-auth-tg-tcp",
    logGroup: "/ecs/kelmah-auth-service",
    taskRole: false,
    variables: AUTH_VARIABLES,
  }),
  service("user", 3002, "latest", "JWT_REFRESH_SECRET MESSAGING_MONGO_URI", {
    variables: { FRONTEND_URL },
    jwtSet: "first",
  }),
  service("job", 5003, "20250816-023229", "JWT_REFRESH_SECRET", { variables: { USE_REDIS_RATE_LIMIT: "true" } }),
  service("payment", 3004, "20250816-012504", "PAYSTACK_SECRET_KEY"),
  service("messaging", 3003, "latest", "", {
    variables: { FRONTEND_URL },
    secrets: {
      ...holding("MONGODB_URI JWT_SECRET JWT_REFRESH_SECRET MESSAGING_MONGO_URI"),
      DATABASE_URL: "MONGODB_URI",
    },
    jwtSet: "first",
  }),
  service("review", 5006, "20250814-173343", ""),
];

/** The other family that auth runs from: its public service's. */
export const LEGACY_AUTH: LegacyService = service(
  "auth",
  5001,
  "project-fix",
  "JWT_REFRESH_SECRET SMTP_USER SMTP_PASS",
  { variables: AUTH_VARIABLES, jwtSet: "first" },
);

/** The API gateway. */
export const GATEWAY: LegacyService = {
  name: "gateway",
  port: 3000,
  tag: "latest",
  family: "api-gateway-task",
  container: "api-gateway",
  repository: "api-gateway",
  logGroup: "/ecs/api-gateway",
  taskRole: true,
  variables: { FRONTEND_URL, CORS_ALLOWLIST: `${FRONTEND_URL},https://project-kelmah.vercel.app` },
  secrets: holding("JWT_SECRET JWT_REFRESH_SECRET INTERNAL_API_KEY"),
  jwtSet: "first",
};

/**
 * Where the gateway calls the public services (docs/original-runbook.md, section 10): nobody recorded the hosts' names.
 */
export const LEGACY_URLS: Readonly<Record<string, string>> = Object.fromEntries(
  SERVICES.map(({ name, port }) => [`${name.toUpperCase()}_SERVICE_URL`, `http://${name}.kelmah.example:${port}`]),
);

/** A new value for every secret, each with a part that occurs nowhere else: `leaks` looks for that. */
export function plantedSecrets(): ReadonlyMap<string, string> {
  const names = new Set([...SERVICES, GATEWAY].flatMap(({ secrets }) => Object.values(secrets)));
  return new Map([...names].map((name) => [name, secretValue(name, `planted${randomBytes(9).toString("hex")}`)]));
}

/** What a service's variable holds of a secret: each of the two sets of JWT secrets has values of its own. */
export function heldValue({ jwtSet }: LegacyService, secret: string, secrets: ReadonlyMap<string, string>): string {
  const value = defined(secrets.get(secret));
  return secret.startsWith("JWT_") && jwtSet === "second" ? `${value}-second` : value;
}

function secretValue(name: string, unique: string): string {
  if (name.includes("MONGO")) return `mongodb+srv://kelmah:${unique}@kelmah.example.mongodb.net/kelmah`;
  if (name === "PAYSTACK_SECRET_KEY") return `sk_live_${unique}`;
  return unique;
}

/** The names of the secrets whose value, or the unique part of it, is in a text. */
export function leaks(text: string, secrets: ReadonlyMap<string, string>): string[] {
  return [...secrets]
    .filter(([, value]) => text.includes(/planted[0-9a-f]+/.exec(value)?.[0] ?? value))
    .map(([n]) => n);
}
