import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchGateway, servicesIn } from "../../../src/ops/verify/fetch/gateway";
import { lines, verify } from "./recorded";

let server: Server | undefined;

async function gateway(answer: RequestListener): Promise<string> {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

test("each path is asked for its status, below the address that is given", async () => {
  const url = await gateway(({ url: path }, response) => {
    response.writeHead(path === "/base/api/health/aggregate" ? 503 : 200).end("ok");
  });
  const answers = await fetchGateway(`${url}/base/`);
  expect(answers.map(({ path, status }) => [path, status])).toEqual([["/health", 200], ["/api/health", 200], ["/api/health/aggregate", 503]]); // prettier-ignore
});

test("a redirect is followed to the same host, and to no other", async () => {
  let followed = "";
  const url = await gateway(({ url: path }, response) => {
    if (path === "/health") response.writeHead(302, { location: "/healthy" }).end();
    else if (path === "/api/health") response.writeHead(301, { location: "http://elsewhere.invalid/x" }).end();
    else if (path === "/healthy") response.end((followed = "yes"));
    else response.writeHead(302, { location: path }).end();
  });
  const answers = await fetchGateway(url);
  expect(answers).toMatchObject([
    { status: 200 },
    { status: 301, elsewhere: "http://elsewhere.invalid" },
    { problem: "it redirects more than 3 times" },
  ]);
  expect(followed).toBe("yes");
});

test("who does not answer has a deadline", async () => {
  const url = await gateway(() => undefined);
  const [silent] = await fetchGateway(url, { seconds: 0.1 });
  expect(silent?.problem).toBe("it has not answered within 0.1 seconds");
});

test("no connection is kept for the next look: whoever is asked may have closed it by then", async () => {
  const connections: (string | undefined)[] = [];
  const url = await gateway(({ headers }, response) => {
    connections.push(headers.connection);
    response.end();
  });
  await fetchGateway(url);
  expect(connections).toEqual(["close", "close", "close"]);
});

test("where nothing listens is said", async () => {
  const url = await gateway(() => undefined);
  await new Promise((resolve) => server?.close(resolve));
  const [refused] = await fetchGateway(url);
  expect(refused?.problem).toBe("nothing listens there (connection refused)");
});

test("who closes the connection without an answer is said", async () => {
  const url = await gateway(({ socket }) => socket.destroy());
  const [closed] = await fetchGateway(url);
  expect(closed?.problem).toBe("it closed the connection without an answer");
});

describe("what the gateway says of its services", () => {
  const older = (ok: boolean) => ({ services: [{ service: "auth", ok: true }, { service: "payment", ok, error: "connect ECONNREFUSED 10.0.0.1:3004" }] }); // prettier-ignore
  const newer = (status: string) => ({ success: true, services: { auth: { status: "healthy" }, payment: { status, error: "x" } } }); // prettier-ignore

  test.each([
    ["older images", older(true), older(false)],
    ["newer images", newer("healthy"), newer("unhealthy")],
  ])("is read in the shape of %s", (_, well, ill) => {
    const health = (healthy: boolean) => [{ name: "auth", healthy: true }, { name: "payment", healthy }]; // prettier-ignore
    expect(servicesIn(JSON.stringify(well))).toEqual(health(true));
    expect(servicesIn(JSON.stringify(ill))).toEqual(health(false));
  });

  test.each([
    ["a page of a website", "<!doctype html><title>Kelmah</title>"],
    ["nothing", ""],
    ["another report", JSON.stringify({ status: "ok" })],
    ["an empty report", JSON.stringify({ services: {} })],
    ["names that are none", JSON.stringify({ services: { "\u001b[2J": { status: "healthy" } } })],
    ["no objects", JSON.stringify({ services: [null, 1] })],
  ])("is not taken from %s", (_, body) => {
    expect(servicesIn(body)).toBeUndefined();
  });

  async function findings(body: unknown): Promise<readonly string[]> {
    const url = await gateway((_, response) => response.end(JSON.stringify(body)));
    const answers = await fetchGateway(url);
    return lines(verify((facts) => ({ ...facts, gateway: answers }))).map((line) => line.replace(url, ""));
  }

  test.each([["older", older], ["newer", newer]] as const)("counts, whatever the status: %s", async (_, shape) => {
    expect(await findings(shape === older ? older(true) : newer("healthy"))).toEqual([]);
    expect(await findings(shape === older ? older(false) : newer("unhealthy"))).toEqual([
      "wrong http-service-down gateway: /api/health/aggregate says that 'payment' does not answer",
    ]);
  }); // prettier-ignore

  test("who answers 200 with something else is not the gateway", async () => {
    expect(await findings({ status: "ok" })).toEqual([
      "wrong http-body gateway: /api/health/aggregate answers with what is no report about services",
    ]);
  });

  test("who is down is who is cut off", async () => {
    const url = await gateway((_, response) => response.end(JSON.stringify(newer("unhealthy"))));
    const answers = await fetchGateway(url);
    const [finding] = verify((facts) => ({ ...facts, gateway: answers })).findings;
    expect(finding).toMatchObject({ group: "down", cutsOff: "calls to payment" });
    expect(JSON.stringify(answers)).not.toContain("ECONNREFUSED");
  });
});

test("a limit on calls is no outage", async () => {
  const url = await gateway((_, response) => response.writeHead(429).end());
  const { findings } = verify((facts) => facts);
  expect(findings).toEqual([]);
  const answers = await fetchGateway(url);
  const limited = verify((facts) => ({ ...facts, gateway: answers })).findings;
  expect(limited.map(({ group, code, cutsOff }) => [group, code, cutsOff])).toEqual(
    Array(3).fill(["tidy-up", "http-limited", undefined]),
  );
});
