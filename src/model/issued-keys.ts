/**
 * What issuers print on their keys, so that people and programs know them: who, and the form. Sources: the issuer's own
 * documentation where it tells the form (A); gitleaks, config/gitleaks.toml (G); secretlint's rules (S). Each begins a word, and
 * each quantity is bounded: a text is searched in time that is linear in its length.
 */
// prettier-ignore
export const ISSUED_KEYS: readonly (readonly [issuer: string, form: RegExp])[] = [
  // A: IAM user guide, "Understanding unique ID prefixes".
  ["AWS", /A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])/],
  // Session tokens in base64: "!…origin_ec…" and the older form, as STS gives them out; G: Bedrock.
  ["AWS", /IQoJb3JpZ2lu|FwoGZXIvYXdz|ABSK[A-Za-z0-9+/]{100}/],
  // A: docs.stripe.com/keys, docs.stripe.com/webhooks; paystack.com/docs, "API authentication" has the same prefixes.
  ["Stripe or Paystack", /[sr]k_(?:live|test)_\w{4}/],
  ["Stripe", /whsec_[A-Za-z0-9+/=_-]{8}/],
  // A: developer.flutterwave.com, "Authentication"; FLWPUBK is made for web pages.
  ["Flutterwave", /FLWSECK(?:_TEST|_LIVE)?-?[A-Za-z0-9]{8}/],
  // A: docs.github.com, "About authentication to GitHub", "GitHub's token formats".
  ["GitHub", /gh[pousr]_\w{16}|github_pat_\w{8}/],
  // A: docs.gitlab.com, "GitLab token overview", "Token prefixes".
  ["GitLab", /gl(?:pat|dt|rt|rtr|cbt|ptt|ft|soat|imt|agent|oas|wt|ffct)-[\w-]{16}|GR1348941[\w-]{16}/],
  // A: docs.npmjs.com, "About access tokens"; G: PyPI, RubyGems, Docker.
  ["npm", /npm_[A-Za-z0-9]{30}/],
  ["PyPI", /pypi-AgE[\w-]{16}/],
  ["RubyGems", /rubygems_[a-f0-9]{40}/],
  ["Docker", /dckr_[op]at_[\w-]{16}/],
  // G, S: OpenAI, Anthropic and others that print "sk-"; Hugging Face.
  ["OpenAI", /sk-(?:proj|svcacct|admin|None|or-v1)-[\w-]{16}|sk-[A-Za-z0-9]{32}/],
  ["Anthropic", /sk-ant-[\w-]{16}/],
  ["Hugging Face", /(?:hf_|api_org_)[A-Za-z]{30}/],
  ["Groq, xAI, Replicate, Perplexity", /(?:gsk_|xai-|r8_|pplx-)[A-Za-z0-9]{32}/],
  // A: cloud.google.com, "API keys"; G: OAuth client secrets, access and refresh tokens.
  ["Google", /AIza[\w-]{35}|GOCSPX-[\w-]{20}|ya29\.[\w-]{20}|1\/\/0[\w-]{30}/],
  // A: api.slack.com, "Token types", "Incoming webhooks".
  ["Slack", /xox[abceoprs][-.][\w-]{8}|xapp-\d-[\w-]{8}|xwfp-[\w-]{16}/],
  ["Telegram", /\d{8,10}:AA[\w-]{33}(?![\w-])/],
  // A: twilio.com, sendgrid.com, mailgun.com; G, S.
  ["SendGrid", /SG\.[\w-]{16,32}\.[\w-]{16}/],
  ["Twilio", /SK[0-9a-f]{32}(?![A-Za-z0-9])/],
  ["Mailgun", /key-[0-9a-f]{32}(?![A-Za-z0-9])/],
  ["Mailchimp", /[0-9a-f]{32}-us\d{1,2}(?!\w)/],
  ["Brevo", /x(?:key|smtp)sib-[a-f0-9]{32}/],
  ["Resend", /re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20}/],
  // G: shops, hosts, watchers, others.
  ["Shopify", /shp(?:at|ca|pa|ss|tka)_[a-fA-F0-9]{32}/],
  ["Square", /sq0(?:atp|csp|idp)-[\w-]{20}|EAAA[\w-]{60}/],
  ["Razorpay", /rzp_(?:live|test)_\w{14}/],
  ["PayPal Braintree", /access_token\$(?:production|sandbox)\$\w{8}/],
  ["Facebook", /EAA[A-Za-z0-9]{100}/],
  ["DigitalOcean", /do[opr]_v1_[a-f0-9]{32}/],
  ["Heroku", /HRKU-[\w-]{32}/],
  ["Cloudflare", /v1\.0-[a-f0-9]{24}-[a-f0-9]{100}/],
  ["Databricks", /dapi[0-9a-f]{32}/],
  ["New Relic", /NR(?:AK|AL|II|RA|IQ)-[\w-]{20}|[a-f0-9]{36}NRAL/],
  ["Grafana", /glsa_[A-Za-z0-9]{32}_|glc_[A-Za-z0-9+/]{32}/],
  ["Sentry", /sntry[su]_[\w+/=-]{32}/],
  ["PostHog", /ph[xs]_\w{32}/],
  // A: developer.hashicorp.com, Vault "Tokens" and HCP Terraform "API tokens".
  ["HashiCorp Vault", /hv[bsr]\.[\w-]{20}/],
  ["Pulumi", /pul-[a-f0-9]{40}/],
  ["Doppler", /dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20}/],
  ["1Password", /ops_eyJ\w{20}|A3-[A-Z0-9]{6}-[A-Z0-9-]{11,13}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}/],
  ["age", /AGE-SECRET-KEY-1[A-Z0-9]{32}/],
  ["Atlassian", /AT[AC]TT3[\w=-]{32}|ATBB[A-Za-z0-9]{32}/],
  ["Linear, Notion, Figma", /lin_(?:api|oauth)_\w{32}|ntn_\w{40}|figd_[\w-]{32}|secret_[A-Za-z0-9]{43}/],
  ["Airtable", /pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/],
  ["PlanetScale", /pscale_(?:tkn|pw|oauth)_[\w.-]{16}/],
  ["Supabase", /sbp_[a-f0-9]{40}|sb_secret_[\w-]{16}/],
  ["MongoDB Atlas", /mdb_sa_sk_[\w-]{16}/],
  ["Mapbox", /sk\.eyJ[\w-]{16}/],
  ["LaunchDarkly", /sdk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/],
  ["a private key", /MII[A-Za-z0-9+/]{3}IB(?:ADAN|AAK[BC])/],
  ["a private key", /MHcCAQEEI|MIGHAgEAMBMG|MC4CAQAwBQYDK2VwBCIEI|b3BlbnNzaC1rZXktdjE/],
  ["Slack", /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w-]{1,40}\/[\w-]{1,40}\/\w/],
  // A: the documentation of incoming webhooks of Discord, Microsoft Teams, Zapier, PagerDuty.
  ["Discord", /discord(?:app)?\.com\/api\/webhooks\/\d{1,30}\/[\w-]{16}/],
  ["Microsoft Teams", /webhook\.office\.com\/webhookb2\/\w/],
  ["Zapier", /hooks\.zapier\.com\/hooks\/catch\/\d{1,20}\/\w/],
  ["PagerDuty", /pagerduty\.com\/integration\/\w{16}/],
  ["HCP Terraform", /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{32}/],
  ["Microsoft Entra", /[\w~.]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/],
  // RFC 7468 and its kin; the beginnings of PKCS#8, PKCS#1, SEC 1 and OpenSSH keys in base64, without the lines around them.
  ["a private key", /--BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY|PuTTY-User-Key-File-\d/],
];

const ANY = new RegExp(`(?<![A-Za-z0-9])(?:${ISSUED_KEYS.map(([, form]) => form.source).join("|")})`);

/**
 * Whether a token is a JSON web token: a header and a body, each in base64 (RFC 7519), or a header and four encrypted parts
 * (RFC 7516).
 */
function isWebToken(token: string): boolean {
  const parts = token.split(".");
  return parts.some(
    (part, index) =>
      /(?:^|[^A-Za-z0-9])eyJ/.test(part) &&
      (parts[index + 1]?.startsWith("eyJ") === true || parts.length - index === 5),
  );
}

/** Whether a text holds a key in the form that its issuer gives it. */
export function hasIssuedKey(text: string): boolean {
  return ANY.test(text) || (text.includes("eyJ") && (text.match(/[\w.-]+/g) ?? []).some(isWebToken));
}
