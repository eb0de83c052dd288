import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { createServer, type Server } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server as TcpServer,
  type Socket,
} from "node:net";
import { createClients, watch } from "../../../src/ops/aws/clients";
import { get } from "../../../src/ops/http/get";
import { fetchGateway } from "../../../src/ops/verify/fetch/gateway";
import { run } from "../../../src/ops/process";
import { launcher, projectDirectory } from "../../helpers/directories";

const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

async function listen(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A proxy that notes what it is asked for, and leads everything to one port of this machine. */
async function proxyTo(port: number, asked: string[], status = 200): Promise<string> {
  const proxy = createServer((request, response) => {
    asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    void get(new URL(`http://127.0.0.1:${port}/`), { signal: AbortSignal.timeout(5000), env: {} }).then(async (answer) =>
      response.writeHead(answer.status).end(await answer.text()),
    );
  });
  proxy.on("connect", (request, client: Socket) => {
    asked.push(`CONNECT ${request.url ?? ""} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    sockets.add(client);
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client);
      client.pipe(upstream);
    });
    sockets.add(upstream);
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
  });
  return `127.0.0.1:${await listen(proxy)}`;
} // prettier-ignore

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const clientsOf = (env: NodeJS.ProcessEnv, endpoint?: string) =>
  createClients({
    region: "eu-north-1",
    credentials,
    maxAttempts: 1,
    env,
    ...(endpoint !== undefined && { endpoint }),
  });

test("a call to AWS goes through the tunnel of the proxy, with TLS inside and the proxy's password outside", async () => {
  const [asked, begun]: [string[], number[]] = [[], []];
  const aws = createTcpServer((socket) =>
    socket.once("data", (data) => {
      begun.push(data[0] ?? 0);
      socket.destroy();
    }),
  );
  const proxy = await proxyTo(await listen(aws), asked);
  const clients = clientsOf({ HTTPS_PROXY: `http://me:word@${proxy}` });
  watch(clients);
  await expect(clients.ec2.send(new DescribeSubnetsCommand({}))).rejects.toThrow(/before secure TLS connection was established/); // prettier-ignore
  await expect(clients.sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow();
  const authorization = `Basic ${Buffer.from("me:word").toString("base64")}`;
  expect(asked).toEqual([
    `CONNECT ec2.eu-north-1.amazonaws.com:443 ${authorization}`,
    `CONNECT sts.eu-north-1.amazonaws.com:443 ${authorization}`,
  ]);
  // The first byte of a TLS handshake.
  expect(begun).toEqual([0x16, 0x16]);
});

test("what is called without TLS is asked of the proxy by its whole address, and answered", async () => {
  const asked: string[] = [];
  const aws = createServer((_, response) => response.end("<DescribeSubnetsResponse/>"));
  const proxy = await proxyTo(await listen(aws), asked);
  const clients = clientsOf({ http_proxy: proxy }, "http://aws.invalid:5000");
  expect((await clients.ec2.send(new DescribeSubnetsCommand({}))).$metadata.httpStatusCode).toBe(200);
  expect(asked).toEqual(["POST http://aws.invalid:5000/"]);
});

test("the emulator on this machine, and what NO_PROXY names, are asked directly", async () => {
  const asked: string[] = [];
  const port = await listen(createServer((_, response) => response.end("<DescribeSubnetsResponse/>")));
  const proxy = await proxyTo(port, asked);
  const env = { HTTP_PROXY: `http://${proxy}`, HTTPS_PROXY: `http://${proxy}`, NO_PROXY: "aws.invalid" };
  const local = clientsOf(env, `http://127.0.0.1:${port}`);
  expect((await local.ec2.send(new DescribeSubnetsCommand({}))).$metadata.httpStatusCode).toBe(200);
  const named = clientsOf(env, "http://aws.invalid:5000");
  await expect(named.ec2.send(new DescribeSubnetsCommand({}))).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
  expect(asked).toEqual([]);
});

test("a proxy that lets nobody through is said to, and so is one that nobody listens at", async () => {
  const refusing = clientsOf({ HTTPS_PROXY: await proxyTo(0, [], 407) });
  watch(refusing);
  await expect(refusing.ec2.send(new DescribeSubnetsCommand({}))).rejects.toThrow(
    /^AWS cannot be reached for ec2:DescribeSubnets: the proxy 127\.0\.0\.1:\d+ answers 407\. Look at HTTPS_PROXY/,
  );
  const nobody = clientsOf({ HTTPS_PROXY: "127.0.0.1:1" });
  watch(nobody);
  await expect(nobody.ec2.send(new DescribeSubnetsCommand({}))).rejects.toThrow(/ECONNREFUSED 127\.0\.0\.1:1/);
});

test("verify asks the gateway through it, too", async () => {
  const asked: string[] = [];
  const gateway = createServer((_, response) => response.end('{"services":[{"service":"auth","ok":true}]}'));
  const proxy = await proxyTo(await listen(gateway), asked);
  const answers = await fetchGateway("http://gateway.invalid", { env: { HTTP_PROXY: `http://${proxy}` } });
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answers[2]?.services).toEqual([{ name: "auth", healthy: true }]);
  expect([...asked].sort()).toEqual(["GET http://gateway.invalid/api/health", "GET http://gateway.invalid/api/health/aggregate", "GET http://gateway.invalid/health"]); // prettier-ignore
  const [refused] = await fetchGateway("https://gateway.invalid", { env: { HTTPS_PROXY: await proxyTo(0, [], 403) } });
  expect(refused?.problem).toMatch(/^it cannot be reached from here \(the proxy 127\.0\.0\.1:\d+ answers 403\)$/);
  const [wrong] = await fetchGateway("http://gateway.invalid", { env: { HTTP_PROXY: "socks5://proxy.corp" } });
  expect(wrong?.problem).toMatch(/^HTTP_PROXY names no proxy/);
});

test.each([
  ["verify", ["--env", "dev"]],
  ["discover", ["--env", "dev"]],
  ["secret", ["--env", "dev", "JWT_SECRET"]],
])("npm run %s finds the proxy in the variables of the person who runs it", async (name, args) => {
  const asked: string[] = [];
  const env = {
    PATH: process.env.PATH, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_EC2_METADATA_DISABLED: "true",
    HTTPS_PROXY: await proxyTo(0, asked, 403),
  };
  const command = [launcher, `src/ops/${name}/main.ts`, ...args];
  const { status, stderr } = await run(process.execPath, command, { cwd: projectDirectory, env });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/the proxy 127\.0\.0\.1:\d+ answers 403/) as unknown });
  expect(asked).toContain("CONNECT sts.eu-north-1.amazonaws.com:443");
}); // prettier-ignore

test("what this project starts, such as Terraform, finds the same variables", async () => {
  const env = { PATH: process.env.PATH, HTTPS_PROXY: "http://proxy.corp:3128", NO_PROXY: "corp" };
  const { stdout } = await run(process.execPath, ["-p", "process.env.HTTPS_PROXY + process.env.NO_PROXY"], { env });
  expect(stdout.trim()).toBe("http://proxy.corp:3128corp");
});
