import { isBehindProxy, proxyFor } from "../../../src/ops/http/proxy";

const through = (url: string, env: NodeJS.ProcessEnv) => proxyFor(new URL(url), env)?.href;
const PROXY = { HTTPS_PROXY: "http://proxy.corp:3128", HTTP_PROXY: "http://plain.corp:8080" };
const ECS = "https://ecs.eu-north-1.amazonaws.com";

test.each<[string, NodeJS.ProcessEnv, string | undefined]>([
  [ECS, {}, undefined],
  [ECS, PROXY, "http://proxy.corp:3128/"],
  ["http://gateway.kelmah.com", PROXY, "http://plain.corp:8080/"],
  ["http://gateway.kelmah.com", { HTTPS_PROXY: "http://proxy.corp" }, undefined],
  [ECS, { https_proxy: "proxy.corp:3128" }, "http://proxy.corp:3128/"],
  [ECS, { HTTPS_PROXY: "", https_proxy: "http://small.corp" }, "http://small.corp/"],
  [ECS, { HTTPS_PROXY: "https://me:word@proxy.corp:8443" }, "https://me:word@proxy.corp:8443/"],
])("%s with %j goes through %s", (url, env, expected) => {
  expect(through(url, env)).toBe(expected);
});

test.each(["http://localhost:5000", "http://127.0.0.1:5000", "http://127.8.9.10", "http://[::1]:5000"])(
  "this machine is reached directly: %s",
  (url) => {
    expect(through(url, PROXY)).toBeUndefined();
  },
);

test.each<[string, string, boolean]>([
  ["*", ECS, true],
  ["ecs.eu-north-1.amazonaws.com", ECS, true],
  ["amazonaws.com", ECS, true],
  [".amazonaws.com", ECS, true],
  ["*.amazonaws.com", ECS, true],
  ["AmazonAWS.com", ECS, true],
  [" other.com , amazonaws.com ", ECS, true],
  ["amazonaws.com:443", ECS, true],
  ["amazonaws.com:8443", ECS, false],
  ["aws.com", ECS, false],
  [".kelmah.com", "http://kelmah.com", false],
  ["kelmah.com", "http://kelmah.com:8080", true],
  ["10.0.0.0/8", "http://10.20.30.40:3000", true],
  ["10.0.0.0/8", "http://11.0.0.1", false],
  ["10.0.0.0/8", "http://ten.corp", false],
  ["fd00::/8", "http://[fd00::5]:3000", true],
  ["10.1.2.3", "http://10.1.2.3:3000", true],
  ["10.1.2.3:80", "http://10.1.2.3:3000", false],
  ["fd00::5", "http://[fd00::5]", true],
  ["", ECS, false],
  [",,", ECS, false],
])("NO_PROXY %j: %s is reached directly: %p", (entries, url, isDirect) => {
  expect(through(url, { ...PROXY, NO_PROXY: entries }) === undefined).toBe(isDirect);
  expect(through(url, { ...PROXY, no_proxy: entries }) === undefined).toBe(isDirect);
});

test.each(["socks5://proxy.corp:1080", "http://", "http://a b", "http://user:hunter2@:80:80"])(
  "a proxy that cannot be used is said before anything is asked, and not shown: %s",
  (value) => {
    expect(() => isBehindProxy({ HTTPS_PROXY: value })).toThrow(
      /^HTTPS_PROXY names no proxy that can be used here: write it as http:\/\/<host>:<port>\.$/,
    );
    expect(() => isBehindProxy({ http_proxy: value })).toThrow(/^http_proxy names no proxy/);
  },
);
