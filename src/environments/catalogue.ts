import type { Container, Gateway, Service } from "../model/environment";
import type { FromRunning, PlainValue } from "../model/plain-value";

/** What the containers' plain configuration says differently in each environment. */
export interface Settings {
  /** Where the web application is served from: what e-mails link to and what CORS lets in. */
  readonly frontendUrl: string;
  /** Where it is served from too: what the gateway lets in beside it. @default nowhere else */
  readonly otherOrigins?: readonly string[];
  /** The sender of the platform's e-mails. */
  readonly emailFrom: PlainValue;
  readonly logLevel: "debug" | "info" | "warn" | "error" | FromRunning;
}

const RUNNING_WHEN_WRITTEN = "the tag that runs in production today; the build does not push versioned tags for it yet";

/**
 * The platform's microservices. To add one, add an entry: its listener, target group, roles, log group, task
 * definition, ECS service and parameters, and the gateway's `<NAME>_SERVICE_URL`, follow from it. What its container
 * reads, newer images and older ones, is in docs/platform.md, "Configuration the containers read": what an image does
 * not know it does not read.
 */
export function services(settings: Settings): Readonly<Record<string, Service>> {
  return {
    auth: {
      port: 5001,
      image: { repository: "kelmah-auth-service", tag: "project-fix" },
      healthCheck: { protocol: "TCP" },
      healthCommand: "wget",
      environment: {
        SERVICE_NAME: "auth-service",
        LOG_LEVEL: settings.logLevel,
        FRONTEND_URL: settings.frontendUrl,
        CORS_ORIGIN: settings.frontendUrl,
        EMAIL_FROM: settings.emailFrom,
        SMTP_HOST: "smtp.gmail.com",
        SMTP_PORT: "465",
        SMTP_SECURE: "true",
        ENABLE_RATE_LIMITING: "true",
        USE_REDIS_RATE_LIMIT: "false",
        BCRYPT_ROUNDS: "12",
        // Numbers, in the image that runs: days, and below milliseconds.
        JWT_EXPIRES_IN: "1",
        JWT_REFRESH_EXPIRES_IN: "7",
        MAX_LOGIN_ATTEMPTS: "5",
        ACCOUNT_LOCK_TIME: "1800000",
        PASSWORD_RESET_EXPIRES: "3600000",
        EMAIL_VERIFICATION_EXPIRES: "86400000",
      },
      // REDIS_URL is optional, and read only when USE_REDIS_RATE_LIMIT is "true": add both together.
      secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET", "INTERNAL_API_KEY", "SMTP_USER", "SMTP_PASS"],
    },
    user: {
      port: 3002,
      image: { repository: "kelmah-user-service", tag: "latest", reason: RUNNING_WHEN_WRITTEN },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: { FRONTEND_URL: settings.frontendUrl },
      secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET", "INTERNAL_API_KEY", "MESSAGING_MONGO_URI"],
    },
    job: {
      port: 5003,
      image: { repository: "kelmah-job-service", tag: "20250816-023229" },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: { USE_REDIS_RATE_LIMIT: "false" },
      secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET", "INTERNAL_API_KEY"],
    },
    payment: {
      port: 3004,
      image: { repository: "kelmah-payment-service", tag: "20250816-012504" },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: {},
      secrets: ["MONGODB_URI", "JWT_SECRET", "INTERNAL_API_KEY", "PAYSTACK_SECRET_KEY"],
    },
    messaging: {
      port: 3003,
      image: { repository: "kelmah-messaging-service", tag: "latest", reason: RUNNING_WHEN_WRITTEN },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: { FRONTEND_URL: settings.frontendUrl },
      secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET", "INTERNAL_API_KEY", "MESSAGING_MONGO_URI"],
      // It reads DATABASE_URL first: whatever an image reads, it is one database.
      secretAliases: { DATABASE_URL: "MONGODB_URI" },
    },
    review: {
      port: 5006,
      image: { repository: "kelmah-review-service", tag: "20250814-173343" },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: {},
      secrets: ["MONGODB_URI", "JWT_SECRET", "INTERNAL_API_KEY"],
    },
  };
}

/** What has a variable in the gateway and no service of its own, and the service that does its work until it has one. */
const STAND_INS: Readonly<Record<string, string>> = { notification: "messaging" };

function urlAliases(settings: Settings): Readonly<Record<string, string>> {
  const own = services(settings);
  return Object.fromEntries(Object.entries(STAND_INS).filter(([name]) => !Object.hasOwn(own, name)));
}

/** The API gateway's container, the same in every environment; how it is reached is the environment's own. */
export function gatewayContainer(settings: Settings): Container & Pick<Gateway, "urlAliases"> {
  return {
    port: 3000,
    image: { repository: "api-gateway", tag: "latest", reason: RUNNING_WHEN_WRITTEN },
    healthCheck: { protocol: "HTTP", path: "/health" },
    healthCommand: "wget",
    environment: {
      LOG_LEVEL: settings.logLevel,
      CORS_ALLOWLIST: [settings.frontendUrl, ...(settings.otherOrigins ?? [])].join(","),
      FRONTEND_URL: settings.frontendUrl,
    },
    secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET", "INTERNAL_API_KEY"],
    urlAliases: urlAliases(settings),
  };
}
