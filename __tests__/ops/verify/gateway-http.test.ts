import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchGateway } from "../../../src/ops/verify/fetch/gateway";

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
