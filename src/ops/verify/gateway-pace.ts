import type { HttpFact } from "./facts";

/**
 * The strictest limit on the way of one look: payment takes so many calls of one client address in 15 minutes, those of the
 * load balancer's own health checks among them, and the gateway's report calls it twice (docs/platform.md, "What the images are like"). The gateway itself
 * takes 1000, of which a look is three.
 */
const LIMIT = { calls: 300, seconds: 15 * 60, callsOfOneLook: 2 };

/** Of that, what looking may use up: one in ten. What it took more, users and health checks would lack. */
const SHARE = 0.1;

/** Seconds between two questions to the gateway. */
export const GATEWAY_INTERVAL_SECONDS = LIMIT.seconds / ((LIMIT.calls * SHARE) / LIMIT.callsOfOneLook);

/** How the gateway is asked, and how often. */
export interface PaceOptions {
  readonly ask: () => Promise<readonly HttpFact[]>;
  /** Milliseconds. @default the time of the machine's own steady clock */
  readonly now?: () => number;
}

/** Asks the gateway rarely, however often it is looked at: in between, what it answered last is said again. */
export class GatewayPace {
  private last: { readonly at: number; readonly answer: readonly HttpFact[] } | undefined;

  constructor(private readonly options: PaceOptions) {}

  /** What the gateway answers, or answered less than {@link GATEWAY_INTERVAL_SECONDS} ago. */
  async answer(): Promise<{ readonly answer: readonly HttpFact[]; readonly isNew: boolean }> {
    const { now = () => performance.now() } = this.options;
    if (this.last !== undefined && now() - this.last.at < GATEWAY_INTERVAL_SECONDS * 1000) {
      return { answer: this.last.answer, isNew: false };
    }
    return { answer: await this.askAgain(), isNew: true };
  }

  /** What the gateway answers now: before it is said that all is well, which is said once. */
  async askAgain(): Promise<readonly HttpFact[]> {
    const { ask, now = () => performance.now() } = this.options;
    const answer = await ask();
    this.last = { at: now(), answer };
    return answer;
  }
}
