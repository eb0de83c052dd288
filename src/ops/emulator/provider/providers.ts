import { createHash } from "node:crypto";
import { join } from "node:path";
import { addCall, cpuSecondsOf, PROVIDER } from "../../terraform/calls";
import type { ProviderLease, Providers } from "../../terraform/types";
import { ProviderInstallation } from "./installation";
import { ProviderProcess, type Reattach } from "./process";
import { Relay } from "./relay";
import { importedTypes, keepTypes, LARGE, namedTypes } from "./schema";
import type { RequiredProvider } from "../../terraform/required-providers";

const SOURCES = join(__dirname, "../../..");

/** A provider that stays up, and what Terraform connects to. */
interface Standing {
  readonly provider: ProviderProcess;
  readonly relay: Relay;
  /** When it was started, in milliseconds since 1970. */
  readonly began: number;
}

/**
 * The AWS provider, kept up between the Terraform runs on one emulator: to start it and to decode its whole schema is what a
 * run mostly costs. A provider keeps one configuration, so each is lent to one run at a time; as many are started as
 * run at once. Only for an emulator: whatever talks to AWS starts the provider as Terraform does.
 */
export class StandingProviders implements Providers {
  private readonly idle: Standing[] = [];
  private readonly all = new Set<Standing>();
  private installation: Promise<ProviderInstallation> | undefined;
  private ended = false;
  /** The schema with the types that this project can make or read, once it is known. */
  private schema: Uint8Array | undefined;
  /** What the stacks have named so far: what one has no more may still be in its state. */
  private readonly named: Set<string>;

  /**
   * @param env the whole environment for a provider that talks to the emulator.
   * @param cacheDirectory the project's folder for what Terraform may keep from run to run.
   * @param before those of the emulator that this one is a copy of.
   */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly cacheDirectory: string,
    before?: StandingProviders,
  ) {
    this.named = new Set(before?.named);
  }

  async prepare(directory: string, required: RequiredProvider): Promise<void> {
    await (await this.install(required)).linkInto(directory);
  }

  async lend(required: RequiredProvider, ...directories: readonly string[]): Promise<ProviderLease> {
    for (const type of directories.flatMap(namedTypes)) this.named.add(type);
    const standing = this.idle.pop() ?? (await this.start(await this.install(required)));
    const { provider, relay } = standing;
    const reattach: Reattach = {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: provider.pid,
      Test: true,
      Addr: { Network: "unix", String: relay.socket },
    };
    return {
      reattach: JSON.stringify({ [required.address]: reattach }),
      giveBack: async (whole) => {
        // One that was told to give up, or whose Terraform was cut off, may still be at work.
        if (whole && !relay.stopped && !this.ended) this.idle.push(standing);
        else await this.end(standing);
      },
    };
  }

  /** Ends all of them; returns when they are gone. */
  async stop(): Promise<void> {
    this.ended = true;
    await Promise.all([...this.all].map((standing) => this.end(standing)));
  }

  private install(required: RequiredProvider): Promise<ProviderInstallation> {
    this.installation ??= ProviderInstallation.ensure(required, this.cacheDirectory, this.env);
    return this.installation;
  }

  private async start(installation: ProviderInstallation): Promise<Standing> {
    const began = Date.now();
    const provider = await ProviderProcess.start(installation.binary, this.env);
    const types = importedTypes(SOURCES);
    const name = `schema-${createHash("sha256")
      .update([...types].sort().join())
      .digest("hex")
      .slice(0, 12)}`;
    this.schema ??= await installation.read(name);
    const relay = await Relay.start({
      folder: provider.folder,
      provider: provider.socket,
      schema: () => this.schema && this.narrowed(this.schema),
      onSchema: (whole) => {
        this.schema = keepTypes(whole, (type) => types.has(type));
        // The next one that starts knows it; when it cannot be kept, that one asks again.
        installation.keep(name, this.schema).catch(() => undefined);
        return this.narrowed(this.schema);
      },
    });
    const standing = { provider, relay, began };
    this.all.add(standing);
    return standing;
  }

  /** A schema without the large types that no stack has named: to decode them is half of what a plan costs Terraform. */
  private narrowed(schema: Uint8Array): Uint8Array {
    return keepTypes(schema, (type, bytes) => bytes < LARGE || this.named.has(type));
  }

  private async end(standing: Standing): Promise<void> {
    this.all.delete(standing);
    const cpuSeconds = cpuSecondsOf(standing.provider.pid);
    if (cpuSeconds !== undefined) {
      addCall(this.env, { command: PROVIDER, folder: "", seconds: (Date.now() - standing.began) / 1000, cpuSeconds });
    }
    standing.relay.stop();
    await standing.provider.stop();
  }
}
