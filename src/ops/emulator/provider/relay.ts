import { once } from "node:events";
import * as http2 from "node:http2";
import { connect } from "node:net";
import { join } from "node:path";

const GET_SCHEMA = "/tfplugin5.Provider/GetSchema";
const STOP = "/tfplugin5.Provider/Stop";

/** A schema has some 30 MB: it is not to wait for room in a window of the usual 64 KB. */
const WINDOW = 64 * 1024 * 1024;

/** Before each message: a byte that says whether it is compressed, and four that say how long it is. Source: gRPC over HTTP/2. */
const PREFIX = 5;

/** Where the provider listens, and what becomes of its schema. */
export interface RelayOptions {
  /** The folder for its socket. */
  readonly folder: string;
  /** The provider's socket. */
  readonly provider: string;
  /** The schema to answer with at this moment; `undefined` when the provider has to be asked. */
  readonly schema: () => Uint8Array | undefined;
  /** What to answer instead of the provider's schema, when that had to be asked for. */
  readonly onSchema: (schema: Uint8Array) => Uint8Array;
}

/**
 * Stands between Terraform and a provider that speaks the plugin protocol (gRPC) on a Unix socket, and hands every call on
 * as it is, but for the one for the schema.
 */
export class Relay {
  /** Whether Terraform has told the provider to give up what it was doing. */
  stopped = false;
  private readonly sessions = new Set<http2.Http2Session>();

  private constructor(
    private readonly options: RelayOptions,
    private readonly server: http2.Http2Server,
  ) {}

  /** Begins to listen on a socket of its own. */
  static async start(options: RelayOptions): Promise<Relay> {
    const relay = new Relay(options, http2.createServer());
    relay.server.on("session", (session) => {
      relay.serve(session);
    });
    relay.server.listen(relay.socket);
    await once(relay.server, "listening");
    return relay;
  }

  /** The socket that Terraform is to connect to. */
  get socket(): string {
    return join(this.options.folder, "relay");
  }

  /** Ends every connection. */
  stop(): void {
    for (const session of this.sessions) session.destroy();
    this.server.close();
  }

  /** Terraform has connected: it gets a connection of its own to the provider, which ends with it. */
  private serve(session: http2.ServerHttp2Session): void {
    const upstream = http2.connect("http://provider", {
      createConnection: () => connect(this.options.provider),
      settings: { initialWindowSize: WINDOW },
    });
    upstream.once("connect", () => {
      // Whoever connected may be gone by then.
      if (!upstream.destroyed) upstream.setLocalWindowSize(WINDOW);
    });
    this.sessions.add(session).add(upstream);
    for (const [one, other] of [[session, upstream], [upstream, session]] as const) {
      one.on("error", () => {
        one.destroy();
      });
      one.once("close", () => {
        this.sessions.delete(one);
        other.destroy();
      });
    } // prettier-ignore
    session.on("stream", (stream, headers) => {
      stream.on("error", () => {
        stream.close();
      });
      const path = headers[":path"];
      if (path === STOP) this.stopped = true;
      const schema = path === GET_SCHEMA ? this.options.schema() : undefined;
      if (schema === undefined) this.forward(stream, upstream, headers);
      else answer(stream, schema);
    });
  }

  private forward(
    stream: http2.ServerHttp2Stream,
    upstream: http2.ClientHttp2Session,
    headers: http2.IncomingHttpHeaders,
  ): void {
    const call = upstream.request({ ...headers, ":authority": "localhost" }, { endStream: false });
    stream.pipe(call);
    stream.once("close", () => {
      call.close(http2.constants.NGHTTP2_CANCEL);
    });
    call.on("error", () => {
      stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
    });
    let trailers: http2.IncomingHttpHeaders = {};
    call.on("trailers", (received: http2.IncomingHttpHeaders) => (trailers = received));
    call.on("response", (response, flags) => {
      // A call that failed at once is answered by headers alone.
      if ((flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0) {
        stream.respond(response, { endStream: true });
        return;
      }
      stream.respond(response, { waitForTrailers: true });
      stream.once("wantTrailers", () => {
        stream.sendTrailers(trailers);
      });
      if (headers[":path"] === GET_SCHEMA) this.replace(stream, call);
      else call.pipe(stream);
    });
  }

  /** Answers with another schema than the provider's. */
  private replace(stream: http2.ServerHttp2Stream, call: http2.ClientHttp2Stream): void {
    const chunks: Buffer[] = [];
    call.on("data", (chunk: Buffer) => chunks.push(chunk));
    call.once("end", () => {
      stream.end(framed(this.options.onSchema(Buffer.concat(chunks).subarray(PREFIX))));
    });
  }
}

/** Answers a call with one message. */
function answer(stream: http2.ServerHttp2Stream, message: Uint8Array): void {
  stream.resume();
  stream.once("end", () => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.once("wantTrailers", () => {
      stream.sendTrailers({ "grpc-status": "0" });
    });
    stream.end(framed(message));
  });
}

function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
