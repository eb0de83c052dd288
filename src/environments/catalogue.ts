import type { Container, Gateway, Service } from "../model/environment";

/** What the containers' plain configuration says differently in each environment. */
export interface Settings {
  /** Where the web application is served from: what e-mails link to and what CORS lets in. */
  readonly frontendUrl: string;
  /** The sender of the platform's e-mails. */
  readonly emailFrom: string;
  readonly logLevel: "debug" | "info" | "warn" | "error";
}

const RUNNING_WHEN_WRITTEN = "the tag that runs in production today; the build does not push versioned tags for it yet";

/**
 * The platform's microservices. To add one, add an entry: its listener, target group, roles, log group, task definition,
 * ECS service and parameters, and the gateway's `<NAME>_SERVICE_URL`, follow from it. Source: platform facts.
 */
export function services(settings: Settings): Readonly<Record<string, Service>> {
  return {
    auth: {
      port: 5001,
      image: { repository: "kelmah-auth-service", tag: "project-fix" },
      healthCheck: { protocol: "TCP" },
      healthCommand: "curl",
      environment: {
        SERVICE_NAME: "auth-service",
        LOG_LEVEL: settings.logLevel,
        FRONTEND_URL: settings.frontendUrl,
        CORS_ORIGIN: settings.frontendUrl,
        EMAIL_FROM: settings.emailFrom,
        SMTP_HOST: "smtp.gmail.com",
        SMTP_PORT: "587",
        SMTP_SECURE: "false",
        ENABLE_RATE_LIMITING: "true",
        USE_REDIS_RATE_LIMIT: "false",
        BCRYPT_ROUNDS: "12",
        JWT_EXPIRES_IN: "15m",
        JWT_REFRESH_EXPIRES_IN: "7d",
        MAX_LOGIN_ATTEMPTS: "5",
        ACCOUNT_LOCK_TIME: "30m",
        PASSWORD_RESET_EXPIRES: "1h",
        EMAIL_VERIFICATION_EXPIRES: "24h",
      },
      // REDIS_URL is optional, and read only when USE_REDIS_RATE_LIMIT is "true": add both together.
      secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET", "SMTP_USER", "SMTP_PASS"],
    },
    user: {
      port: 3002,
      image: { repository: "kelmah-user-service", tag: "latest", reason: RUNNING_WHEN_WRITTEN },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "curl",
      environment: { FRONTEND_URL: settings.frontendUrl },
      secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET", "MESSAGING_MONGO_URI"],
    },
    job: {
      port: 5003,
      image: { repository: "kelmah-job-service", tag: "20250816-023229" },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: { USE_REDIS_RATE_LIMIT: "false" },
      secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET"],
    },
    payment: {
      port: 3004,
      image: { repository: "kelmah-payment-service", tag: "20250816-012504" },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: {},
      secrets: ["MONGODB_URI", "JWT_SECRET", "PAYSTACK_SECRET_KEY"],
    },
    messaging: {
      port: 3003,
      image: { repository: "kelmah-messaging-service", tag: "latest", reason: RUNNING_WHEN_WRITTEN },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "curl",
      environment: { FRONTEND_URL: settings.frontendUrl },
      secrets: ["MONGODB_URI", "JWT_SECRET", "JWT_REFRESH_SECRET", "MESSAGING_MONGO_URI"],
    },
    review: {
      port: 5006,
      image: { repository: "kelmah-review-service", tag: "20250814-173343" },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: {},
      secrets: ["MONGODB_URI", "JWT_SECRET"],
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
export function gatewayContainer(settings: Settings): Container & Pick<Gateway, "healthCheck" | "urlAliases"> {
  return {
    port: 3000,
    image: { repository: "api-gateway", tag: "latest", reason: RUNNING_WHEN_WRITTEN },
    healthCheck: { protocol: "HTTP", path: "/health" },
    healthCommand: "curl",
    environment: {
      LOG_LEVEL: settings.logLevel,
      CORS_ALLOWLIST: settings.frontendUrl,
      FRONTEND_URL: settings.frontendUrl,
    },
    secrets: ["JWT_SECRET", "JWT_REFRESH_SECRET", "INTERNAL_API_KEY"],
    urlAliases: urlAliases(settings),
  };
}
