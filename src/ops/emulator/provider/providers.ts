import { createHash } from "node:crypto";
import { join } from "node:path";
import { addCall, cpuSecondsOf, PROVIDER } from "../../terraform/calls";
import type { ProviderLease, Providers } from "../../terraform/types";
import { ProviderInstallation } from "./installation";
import { ProviderProcess, type Reattach } from "./process";
import { Relay } from "./relay";
import { importedTypes, keepTypes } from "./schema";
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

  /**
   * @param env the whole environment for a provider that talks to the emulator.
   * @param cacheDirectory the project's folder for what Terraform may keep from run to run.
   */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly cacheDirectory: string,
  ) {}

  async prepare(directory: string, required: RequiredProvider): Promise<void> {
    await (await this.install(required)).linkInto(directory);
  }

  async lend(required: RequiredProvider): Promise<ProviderLease> {
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
    const relay = await Relay.start({
      provider: provider.socket,
      schema: await installation.read(name),
      onSchema: (whole) => {
        const schema = keepTypes(whole, types);
        // The next one that starts knows it; when it cannot be kept, that one asks again.
        installation.keep(name, schema).catch(() => undefined);
        return schema;
      },
    });
    const standing = { provider, relay, began };
    this.all.add(standing);
    return standing;
  }

  private async end(standing: Standing): Promise<void> {
    this.all.delete(standing);
    const cpuSeconds = cpuSecondsOf(standing.provider.pid);
    if (cpuSeconds !== undefined) {
      addCall(this.env, { command: PROVIDER, folder: "", seconds: (Date.now() - standing.began) / 1000, cpuSeconds });
    }
    await standing.relay.stop();
    await standing.provider.stop();
  }
}
