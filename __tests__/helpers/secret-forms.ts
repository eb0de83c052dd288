// Credentials as people leave them, made anew from parts whenever they are asked for: none stands whole in a file.

/** Stands in the middle of what a search for secrets would find in this file. */
const CUT = String();

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";
const HEX = "0123456789abcdef";
const ALNUM = LOWER + UPPER + DIGITS;
const BASE64 = `${ALNUM}+/`;

/** Draws the same characters for the same seed (a linear congruential generator, Numerical Recipes). */
function drawer(seed: number) {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet.charAt(next(alphabet.length))).join("");
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A credential, under a name that says nothing or, where the value does not, under one that does. */
export interface SecretForm {
  readonly form: string;
  readonly name: string;
  readonly value: string;
  /** Whether the value tells by itself, whatever it is called. */
  readonly tellsByValue: boolean;
}

type Draw = ReturnType<typeof drawer>;
type Make = (draw: Draw) => string;

/** Where the value tells by itself, whatever it is called. */
const BY_VALUE: Readonly<Record<string, Make>> = {
  "password in a query": (draw) => `https://db.example.com/x?user=kelmah&password=${draw(LOWER, 9)}`,
  "short password in a query": (draw) => `https://example.com/?pwd=${draw(LOWER, 7)}`,
  "token in a query": (draw) => `https://example.com/hook?token=${draw(HEX, 20)}`,
  "access_token in a query": (draw) => `https://example.com/hook?a=1&access_token=${draw(ALNUM, 24)}`,
  "api_key in a query": (draw) => `https://api.example.com/v1?api_key=${draw(HEX, 32)}`,
  "apiKey in a query": (draw) => `https://api.opsgenie.com/v1/json?apiKey=${draw(HEX, 32)}`,
  "key in a query": (draw) => `https://api.example.com/v1?key=${draw(ALNUM, 12)}7q${draw(ALNUM, 20)}`,
  "client_secret in a query": (draw) => `https://id.example.com/token?client_id=a&client_secret=${draw(ALNUM, 30)}`,
  "signature of AWS": (draw) => `https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${draw(HEX, 64)}`,
  "signature of Azure": (draw) => `https://a.blob.core.windows.net/c?sv=2022&sig=${draw(ALNUM, 43)}%3D`,
  "connection string of SQL Server": (draw) => `Server=tcp:db,1433;User ID=sa;Password=${draw(ALNUM, 12)};Encrypt=True;`,
  "connection string with Pwd": (draw) => `Data Source=db;Uid=sa;Pwd=${draw(ALNUM, 12)}`,
  "key of Azure storage": (draw) => `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${draw(BASE64, 86)}==`,
  "key of a service bus": (draw) => `Endpoint=sb://a.example.net/;SharedAccessKeyName=Root;SharedAccessKey=${draw(BASE64, 43)}=`,
  "libpq's words": (draw) => `host=db user=kelmah password=${draw(ALNUM, 10)} sslmode=require`,
  "JDBC with a query": (draw) => `jdbc:postgresql://db:5432/kelmah?user=a&password=${draw(ALNUM, 10)}`,
  "JDBC of Oracle": (draw) => `jdbc:oracle:thin:kelmah/${draw(ALNUM, 10)}@db.example.com:1521:x`,
  "Go's MySQL driver": (draw) => `kelmah:${draw(ALNUM, 10)}@tcp(db.example.com:3306)/kelmah`,
  "user and password without a scheme": (draw) => `elastic:${draw(ALNUM, 10)}@search.example.com:9200`,
  "MongoDB": (draw) => `mongodb://kelmah:${draw(ALNUM, 12)}@db.example.com:27017/kelmah?authSource=admin`,
  "MongoDB Atlas": (draw) => `mongodb+srv://kelmah:${draw(ALNUM, 12)}@kelmah.example.mongodb.net/?retryWrites=true`,
  "MongoDB with two hosts": (draw) => `mongodb://u:${draw(ALNUM, 12)}@a.example.com:27017,b.example.com:27017/x`,
  "PostgreSQL": (draw) => `postgres://kelmah:${draw(ALNUM, 12)}@db.example.com/kelmah`,
  "Redis without a user": (draw) => `rediss://:${draw(ALNUM, 12)}@cache.example.com:6379`,
  "AMQP": (draw) => `amqps://kelmah:${draw(ALNUM, 12)}@mq.example.com/vhost`,
  "SMTP": (draw) => `smtp://no-reply%40kelmah.com:${draw(ALNUM, 12)}@mail.example.com:587`,
  "a password with a slash": (draw) => `mongodb://u:${draw(ALNUM, 6)}/${draw(ALNUM, 6)}@db.example.com/x`,
  "a URI in a sentence": (draw) => `the database is at mysql://root:${draw(ALNUM, 8)}@db/x, ask Ama`,
  "a URI in percent signs": (draw) => encodeURIComponent(`mongodb://u:${draw(ALNUM, 10)}@db.example.com/x`),
  "a token as a URL's user": (draw) => `https://${draw(HEX, 20)}a7b3${draw(HEX, 16)}@git.example.com/kelmah.git`,
  "a token as a password": (draw) => `https://x-access-token:${draw(ALNUM, 20)}@github.com/kelmah/x.git`,
  "base64 of a URI": (draw) => base64(`mongodb+srv://kelmah:${draw(ALNUM, 12)}@kelmah.example.mongodb.net/x`),
  "base64 of a key": (draw) => base64(`sk_${CUT}live_${draw(ALNUM, 24)}`),
  "base64 of a private key": (draw) => base64(`-----BEGIN ${CUT}PRIVATE KEY-----\n${draw(BASE64, 64)}\n-----END PRIVATE KEY-----`),
  "base64 of a file of settings": (draw) => base64(`NODE_ENV=production\nJWT_SECRET=${draw(ALNUM, 20)}\n`),
  "base64 of base64": (draw) => base64(base64(`postgres://kelmah:${draw(ALNUM, 12)}@db.example.com/kelmah`)),
  "base64 in a data URL": (draw) => `data:text/plain;base64,${base64(`DB_PASSWORD=${draw(ALNUM, 16)}`)}`,
  "sign-on of a registry": (draw) => `{"auths":{"r.example.com":{"auth":"${base64(`kelmah:${draw(ALNUM, 16)}`)}"}}} # registry`,
  "AWS access key id": (draw) => `AKIA${draw(UPPER, 16)}`,
  "AWS session's key id": (draw) => `ASIA${draw(UPPER, 16)}`,
  "AWS secret access key": (draw) => draw(BASE64, 40),
  "AWS secret access key in a file": (draw) => `[default]\nregion = eu-north-1\nx = ${draw(BASE64, 40)}\n`,
  "AWS session token": (draw) => `IQoJ${CUT}b3JpZ2luX2VjE${draw(BASE64, 200)}`,
  "Google API key": (draw) => `AIza${draw(ALNUM, 35)}`,
  "Google OAuth secret": (draw) => `GOCSPX${CUT}-${draw(ALNUM, 28)}`,
  "Google access token": (draw) => `ya29${CUT}.${draw(ALNUM, 60)}`,
  "Google service account": (draw) => JSON.stringify({ type: "service_account", private_key: `-----BEGIN ${CUT}PRIVATE KEY-----\n${draw(BASE64, 64)}\n` }),
  "GitHub token": (draw) => `gh${CUT}p_${draw(ALNUM, 36)}`,
  "GitHub app's token": (draw) => `gh${CUT}s_${draw(ALNUM, 36)}`,
  "GitHub fine-grained token": (draw) => `github_${CUT}pat_${draw(ALNUM, 22)}_${draw(ALNUM, 59)}`,
  "GitLab token": (draw) => `gl${CUT}pat-${draw(ALNUM, 20)}`,
  "GitLab deploy token": (draw) => `gl${CUT}dt-${draw(ALNUM, 20)}`,
  "GitLab runner's token": (draw) => `gl${CUT}rt-${draw(ALNUM, 20)}`,
  "npm token": (draw) => `npm${CUT}_${draw(ALNUM, 36)}`,
  ".npmrc": (draw) => `//registry.example.com/:_authToken=${draw(HEX, 36)}`,
  "PyPI token": (draw) => `pypi-${CUT}AgEIcHlwaS5vcmc${draw(ALNUM, 70)}`,
  "Docker token": (draw) => `dckr_${CUT}pat_${draw(ALNUM, 27)}`,
  "OpenAI project key": (draw) => `sk-${CUT}proj-${draw(ALNUM, 48)}`,
  "OpenAI key": (draw) => `sk${CUT}-${draw(ALNUM, 20)}T3BlbkFJ${draw(ALNUM, 20)}`,
  "Anthropic key": (draw) => `sk-${CUT}ant-api03-${draw(ALNUM, 93)}AA`,
  "Hugging Face token": (draw) => `hf${CUT}_${draw(LOWER + UPPER, 34)}`,
  "Stripe key": (draw) => `sk_${CUT}live_${draw(ALNUM, 24)}`,
  "Stripe test key": (draw) => `sk_${CUT}test_${draw(ALNUM, 24)}`,
  "Stripe restricted key": (draw) => `rk_${CUT}live_${draw(ALNUM, 24)}`,
  "Stripe webhook's secret": (draw) => `whsec${CUT}_${draw(ALNUM, 32)}`,
  "Paystack key": (draw) => `sk_${CUT}live_${draw(HEX, 40)}`,
  "Paystack test key": (draw) => `sk_${CUT}test_${draw(HEX, 40)}`,
  "Flutterwave key": (draw) => `FLW${CUT}SECK-${draw(HEX, 32)}-X`,
  "Flutterwave test key": (draw) => `FLW${CUT}SECK_TEST-${draw(HEX, 32)}-X`,
  "Flutterwave encryption key": (draw) => `FLW${CUT}SECK_TEST${draw(HEX, 12)}`,
  "Slack bot's token": (draw) => `xox${CUT}b-${draw(DIGITS, 12)}-${draw(DIGITS, 12)}-${draw(ALNUM, 24)}`,
  "Slack app's token": (draw) => `xapp${CUT}-1-A${draw(UPPER, 10)}-${draw(DIGITS, 12)}-${draw(HEX, 64)}`,
  "Slack webhook": (draw) => `https://hooks.slack.com/${CUT}services/T${draw(UPPER, 9)}/B${draw(UPPER, 9)}/${draw(ALNUM, 24)}`,
  "Discord webhook": (draw) => `https://discord.com/api/${CUT}webhooks/${draw(DIGITS, 18)}/${draw(ALNUM, 68)}`,
  "Telegram bot's token": (draw) => `1${draw(DIGITS, 9)}:AA${draw(ALNUM, 33)}`,
  "PagerDuty's address": (draw) => `https://events.pagerduty.com/${CUT}integration/${draw(HEX, 32)}/enqueue`,
  "SendGrid key": (draw) => `SG${CUT}.${draw(ALNUM, 22)}.${draw(ALNUM, 43)}`,
  "Twilio key": (draw) => `SK${draw(HEX, 32)}`,
  "Mailgun key": (draw) => `key${CUT}-${draw(HEX, 32)}`,
  "Mailchimp key": (draw) => `${draw(HEX, 32)}${CUT}-us21`,
  "Brevo key": (draw) => `xkeysib${CUT}-${draw(HEX, 64)}-${draw(ALNUM, 16)}`,
  "Shopify token": (draw) => `shp${CUT}at_${draw(HEX, 32)}`,
  "DigitalOcean token": (draw) => `dop${CUT}_v1_${draw(HEX, 64)}`,
  "Grafana token": (draw) => `gl${CUT}sa_${draw(ALNUM, 32)}_${draw(HEX, 8)}`,
  "Vault token": (draw) => `hvs${CUT}.${draw(ALNUM, 24)}`,
  "HCP Terraform token": (draw) => `${draw(ALNUM, 14)}.${CUT}atlasv1.${draw(ALNUM, 67)}`,
  "Databricks token": (draw) => `dapi${draw(HEX, 32)}`,
  "Atlassian token": (draw) => `ATATT3${draw(ALNUM, 186)}`,
  "Entra secret": (draw) => `${draw(ALNUM, 3)}8${CUT}Q~${draw(ALNUM, 34)}`,
  "private key of RSA": (draw) => `-----BEGIN RSA ${CUT}PRIVATE KEY-----\n${draw(BASE64, 64)}\n`,
  "private key of OpenSSH": (draw) => `-----BEGIN OPENSSH ${CUT}PRIVATE KEY-----\\n${draw(BASE64, 64)}\\n`,
  "encrypted private key": (draw) => `-----BEGIN ENCRYPTED ${CUT}PRIVATE KEY-----\n${draw(BASE64, 64)}\n`,
  "private key of PGP": (draw) => `-----BEGIN PGP ${CUT}PRIVATE KEY BLOCK-----\n\n${draw(BASE64, 64)}\n`,
  "private key without its lines": (draw) => `MII${CUT}EvQIBADANBgkqhkiG9w0BAQEFAASC${draw(BASE64, 200)}`,
  "JSON web token": (draw) => `${base64('{"alg":"HS256"}')}.${base64('{"sub":"1"}').replaceAll("=", "")}.${draw(ALNUM, 43)}`.replace("=.", "."),
  "a bearer's token": (draw) => `Authorization: Bearer 7${draw(ALNUM, 31)}`,
  "basic credentials": (draw) => `Authorization: Basic ${base64(`kelmah:${draw(ALNUM, 12)}`)}`,
  "a header with a key": (draw) => `curl -H "X-Api-Key: ${draw(ALNUM, 24)}" https://api.example.com`,
  "curl -u": (draw) => `curl -u kelmah:${draw(ALNUM, 12)} https://api.example.com`,
  "a flag": (draw) => `node server.js --db-password ${draw(ALNUM, 12)}`,
  "a flag with =": (draw) => `node server.js --token=${draw(ALNUM, 20)}`,
  "sshpass": (draw) => `sshpass -p ${draw(ALNUM, 10)} ssh root@10.0.0.1`,
  "chpasswd": (draw) => `#!/bin/sh\necho "ubuntu:${draw(ALNUM, 10)}" | chpasswd\n`,
  "user data of a shell": (draw) => `#!/bin/bash\nexport DB_PASSWORD='${draw(ALNUM, 12)}'\nyum update -y\n`,
  "user data of cloud-init": (draw) => `#cloud-config\nusers:\n  - name: kelmah\npassword: ${draw(LOWER, 9)}\n`,
  "user data in base64": (draw) => base64(`#!/bin/bash\necho API_KEY=${draw(ALNUM, 20)} >> /etc/environment\n`),
  "HCL": (draw) => `db_password = "${draw(ALNUM, 12)}"`,
  "a file of properties": (draw) => `spring.datasource.username=kelmah\nspring.datasource.password=${draw(ALNUM, 12)}\n`,
  "JSON that is cut off": (draw) => `{"user": "kelmah", "password": "${draw(ALNUM, 12)}", "ho`,
  "JSON in JSON": (draw) => JSON.stringify({ a: JSON.stringify({ dbPassword: draw(ALNUM, 12) }) }),
  "a name and a value": (draw) => `\${jsonencode([{"name" = "JWT_SECRET", "value" = "${draw(ALNUM, 20)}"}], x)}`,
}; // prettier-ignore

/** Names that say it, with a value that says nothing. */
const BY_NAME: readonly string[] = [
  "jwtSecret", "JWTSECRET", "JWT_SECRET", "jwt-secret", "jwt.secret", "JWT_SECRETS", "DB_PWD", "MYSQL_PWD", "PASSPHRASE",
  "keyPassphrase", "SIGNING_KEY", "signingKey", "JWT_SIGNING_KEY", "PASSWORD_1", "PASSWORD2", "DB_PASSWORD_OLD", "PGPASSWORD",
  "dbPassword", "DBPASS", "SMTP_PASS", "userPasswd", "ADMIN_PASSWORD_BASE64", "ACCESS_TOKEN", "accessToken", "REFRESHTOKEN",
  "NPM_TOKEN", "BOT_TOKEN_PROD", "API_KEY", "apiKey", "APIKEY", "x-api-key", "INTERNAL_API_KEY", "SECRET_KEY_BASE",
  "APP_KEY", "MASTER_KEY", "ENCRYPTION_KEY", "encryptionKey", "HMAC_KEY", "SESSION_KEY", "COOKIE_SECRET", "LICENSE_KEY",
  "PRIVATE_KEY", "privateKey", "SHARED_KEY", "PAYSTACK_KEY", "STRIPE_SECRET", "FLUTTERWAVE_SECRET_KEY", "OPENAI_KEY",
  "SERVICE_ROLE_KEY", "WEBHOOK_SECRET_V2", "CLIENT_SECRET", "clientSecret", "DB_CREDENTIALS", "awsCreds", "PASSWORD_SALT",
  "VPN_PSK", "preshared_key", "WALLET_MNEMONIC", "BASIC_AUTH", "SECRET", "TOKEN", "Password", "pass", "pwd1", "MONGO_ROOT_PW", "AES_256_KEY", "FLW_SECRET_HASH", "JWT_SIGN_KEY",
]; // prettier-ignore

/** Every form, drawn anew for a seed: a number that is not 0. */
export function secretForms(seed: number): SecretForm[] {
  const draw = drawer(seed);
  const byValue = Object.entries(BY_VALUE).map(([form, make]) => {
    const value = make(draw);
    return { form, name: "SETTING", value, tellsByValue: true };
  });
  const byName = BY_NAME.map((name) => {
    const value = `${draw(LOWER, 4)}-${draw(LOWER, 5)}`;
    return { form: name, name, value, tellsByValue: false };
  });
  return [...byValue, ...byName];
}
