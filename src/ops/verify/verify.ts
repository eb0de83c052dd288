import type { Environment } from "../../model/environment";
import { OperatorError } from "../../model/problem";
import { checkAccount } from "../account";
import { type CallCount, type ClientConfig, type Clients, createClients, watch } from "../aws/clients";
import { analyse, type Verification } from "./analyse";
import type { Expected } from "./expected";
import { expectedOf } from "./expected-of";
import { explainCall } from "./failure";
import { fetchFacts, type TaskDefinitionCache } from "./fetch/fetch";
import { fetchGateway } from "./fetch/gateway";
import { GatewayPace } from "./gateway-pace";

/** Seconds that a call may take, its retries included. */
const DEADLINE_SECONDS = 30;

/** What to verify, and how AWS is reached. */
export interface VerifierOptions {
  readonly environment: Environment;
  /** @default the inventory's region, with the credentials at hand */
  readonly config?: ClientConfig;
  /** Where the gateway answers over HTTP. @default it is not asked */
  readonly url?: string | undefined;
  /** Whether to look at the shapes of secrets, for which they are read. @default false */
  readonly checkSecrets?: boolean | undefined;
  /** Variables that may name a proxy. @default everything is reached directly */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** @default 30 */
  readonly deadlineSeconds?: number;
}

/** Looks whether an environment is as its values, phases and inventory say, as often as it is asked to. Changes nothing. */
export class Verifier {
  readonly calls: CallCount;
  private readonly clients: Clients;
  private readonly expected: Expected;
  private readonly taskDefinitions: TaskDefinitionCache = new Map();
  private readonly gateway: GatewayPace | undefined;
  private accountChecked = false;

  constructor(private readonly options: VerifierOptions) {
    const { environment, url, env = {}, signal, deadlineSeconds = DEADLINE_SECONDS } = options;
    this.expected = expectedOf(environment);
    this.clients = createClients(options.config ?? { region: environment.inventory.region, maxAttempts: 4, env });
    if (url !== undefined) this.gateway = new GatewayPace({ ask: () => fetchGateway(url, { signal, env }) });
    this.calls = watch(this.clients, { signal, deadlineSeconds, explain: explainCall });
  }

  /**
   * One look.
   *
   * @throws OperatorError when nothing can be found out: no credentials, expired ones, or another account's.
   */
  async look(): Promise<Verification> {
    const { environment, checkSecrets, signal } = this.options;
    if (!this.accountChecked) await this.checkAccount(environment);
    this.accountChecked = true;
    const { expected, clients, taskDefinitions } = this;
    const asked = this.gateway?.answer();
    const gateway = asked?.then(({ answer }) => answer);
    const facts = await fetchFacts({ expected, clients, taskDefinitions, gateway, checkSecrets });
    const verification = analyse(expected, facts);
    signal?.throwIfAborted();
    if (verification.verdict !== "healthy" || this.gateway === undefined || (await asked)?.isNew === true) {
      return verification;
    }
    // It was well when it was asked: whether it is still is part of the answer.
    return analyse(expected, { ...facts, gateway: await this.gateway.askAgain() });
  }

  private async checkAccount({ name, inventory: { account, region } }: Environment): Promise<void> {
    try {
      await checkAccount(this.clients.sts, { name: `environment ${name}`, provider: { region, accounts: [account] } });
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      // Shared with commands that change something.
      throw new OperatorError(error.message.replace(" Nothing was changed.", ""), { cause: error });
    }
  }
}
