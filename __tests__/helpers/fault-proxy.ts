import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What goes wrong with the calls of an action. */
export interface Fault {
  /** The action, such as `DescribeVpcs`; `*` for every one. */
  readonly action: string;
  /** How AWS answers instead; `slow` answers late, `dropped` not at all: the connection ends. */
  readonly kind: "throttled" | "error" | "denied" | "expired" | "slow" | "dropped";
  /** How many calls it happens to. @default every one */
  readonly times?: number;
  /** How late, for `slow`. @default 1000 */
  readonly milliseconds?: number;
}

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const ANSWERS: Readonly<Record<Exclude<Fault["kind"], "slow" | "dropped">, (action: string) => Answer>> = {
  throttled: () => ({ status: 400, code: "ThrottlingException", message: "Rate exceeded" }),
  error: () => ({ status: 500, code: "InternalFailure", message: "An internal error has occurred" }),
  denied: (action) => ({
    status: 403,
    code: "AccessDenied",
    message: `User: arn:aws:iam::992350137489:user/engineer is not authorized to perform: ${action}`,
  }),
  expired: () => ({
    status: 403,
    code: "ExpiredTokenException",
    message: "The security token included in the request is expired",
  }),
};

/** A proxy on loopback in front of an emulator, to be used as AWS_ENDPOINT_URL, which lets chosen calls go wrong. */
export class FaultProxy {
  /** Every action that came by, those that went wrong too. */
  readonly calls: string[] = [];
  private faults: { fault: Fault; left: number }[] = [];

  private constructor(
    private readonly target: string,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  /** Starts one on a free port in front of an endpoint. */
  static async start(endpoint: string): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(endpoint, server);
    server.on("request", (incoming, outgoing) => void proxy.handle(incoming, outgoing));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What goes wrong from now on, instead of what went wrong so far. */
  setFaults(...faults: readonly Fault[]): void {
    this.faults = faults.map((fault) => ({ fault, left: fault.times ?? Infinity }));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const action = actionOf(incoming, body);
    this.calls.push(action);
    const fault = this.next(action);
    if (fault?.kind === "dropped") {
      incoming.socket.destroy();
      return;
    }
    if (fault !== undefined && fault.kind !== "slow") {
      refuse(outgoing, incoming, ANSWERS[fault.kind](action));
      return;
    }
    if (fault !== undefined) await sleep(fault.milliseconds ?? 1000);
    await this.forward(incoming, outgoing, body);
  }

  private next(action: string): Fault | undefined {
    const found = this.faults.find(({ fault, left }) => left > 0 && ["*", action].includes(fault.action));
    if (found !== undefined) found.left--;
    return found?.fault;
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const { method, url = "/" } = incoming;
      // Given whole: the chunks that it came in need not be the ones that it goes out in.
      const headers: OutgoingHttpHeaders = { ...incoming.headers, "content-length": body.length };
      delete headers["transfer-encoding"];
      const onward = request(new URL(url, this.target), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing).on("close", resolve);
      });
      onward.on("error", () => {
        incoming.socket.destroy();
        resolve();
      });
      onward.end(body);
    });
  }
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The action that a request asks for; method and path for the services that speak REST. */
function actionOf({ headers, method = "", url = "" }: IncomingMessage, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? "";
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const action = form ? new URLSearchParams(body.toString()).get("Action") : undefined;
  return action ?? `${method} ${url}`;
}

/** Answers as the service would that was called: in JSON, or in the XML of the query protocol or of EC2. */
function refuse(outgoing: ServerResponse, { headers }: IncomingMessage, { status, code, message }: Answer): void {
  if (headers["x-amz-target"] !== undefined) {
    outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    outgoing.end(JSON.stringify({ __type: code, message }));
    return;
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  const isEc2 = headers.authorization?.includes("/ec2/aws4_request") === true;
  outgoing.writeHead(status, { "content-type": "text/xml" });
  outgoing.end(
    isEc2
      ? `<Response><Errors><Error>${error}</Error></Errors><RequestID>0</RequestID></Response>`
      : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>0</RequestId></ErrorResponse>`,
  );
}
