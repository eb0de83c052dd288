import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Interrupted } from "../../../src/ops/command";
import { createClients, watch, type WatchOptions } from "../../../src/ops/aws/clients";

let stop: () => void = () => undefined;

/** Watched clients of a server that answers so. */
async function clientsOf(answer: RequestListener, options: WatchOptions = {}, maxAttempts = 1) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const clients = createClients({ region: "eu-north-1", endpoint, credentials, maxAttempts });
  return { clients, calls: watch(clients, options) };
}

afterEach(() => {
  stop();
});

const refuse =
  (code: string, status: number): RequestListener =>
  (_, response) => {
    response.writeHead(status, { "content-type": "text/xml" });
    response.end(`<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`);
  };

test("a call that nobody answers ends at its deadline", async () => {
  const { clients } = await clientsOf(() => undefined, { deadlineSeconds: 0.1 });
  await expect(clients.ec2.send(new DescribeSubnetsCommand({}))).rejects.toThrow(
    "AWS has not answered ec2:DescribeSubnets within 0.1 seconds. Run the command again. Nothing was written.",
  );
});

test("a call ends when the command is interrupted", async () => {
  const controller = new AbortController();
  const { clients } = await clientsOf(() => undefined, { signal: controller.signal });
  const call = clients.ec2.send(new DescribeSubnetsCommand({}));
  controller.abort(new Interrupted("SIGINT"));
  await expect(call).rejects.toThrow(Interrupted);
});

test("calls and their retries are counted, failed ones too", async () => {
  let answers = 0;
  const throttle = refuse("RequestLimitExceeded", 503);
  const { clients, calls } = await clientsOf((request, response) => {
    if (++answers === 1) throttle(request, response);
    else response.end("<DescribeSubnetsResponse/>");
  }, {}, 2); // prettier-ignore
  await clients.ec2.send(new DescribeSubnetsCommand({}));
  expect([calls.total, calls.retried, calls.byAction]).toEqual([1, 1, { "ec2:DescribeSubnets": 1 }]);
});

test("a throttled call is asked again, but not for ever", async () => {
  const { clients, calls } = await clientsOf(refuse("RequestLimitExceeded", 503), {}, 2);
  await expect(clients.ec2.send(new DescribeSubnetsCommand({}))).rejects.toThrow(
    "AWS throttles ec2:DescribeSubnets (asked 2 times). Wait a minute and run the command again. Nothing was written.",
  );
  expect(calls.retried).toBe(1);
});

test("that something does not exist is for the asker to know", async () => {
  const { clients } = await clientsOf(refuse("InvalidSubnetID.NotFound", 400));
  await expect(clients.ec2.send(new DescribeSubnetsCommand({}))).rejects.toThrow(/^no$/);
});

test("what is wrong with the credentials is left to who asks whose they are", async () => {
  const { clients } = await clientsOf(refuse("InvalidClientTokenId", 403));
  await expect(clients.sts.send(new GetCallerIdentityCommand({}))).rejects.not.toThrow(/Nothing was written/);
});
