import type { TerraformEvent } from "./events";

/** A resource that is being worked on. */
export interface InFlight {
  readonly address: string;
  /** Seconds since Terraform began with it. */
  readonly seconds: number;
}

/** How far an apply has come. */
export interface ApplyProgress {
  readonly done: number;
  readonly total: number;
  /** Longest running first. */
  readonly inFlight: readonly InFlight[];
}

/** Follows an apply through its events. */
export class ProgressTracker {
  private readonly planned = new Set<string>();
  private readonly finished = new Set<string>();
  private readonly startedAt = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Takes in the next event. */
  add(event: TerraformEvent): void {
    if (event.type === "planned") this.planned.add(event.change.address);
    if (event.type === "started") {
      this.startedAt.set(event.address, this.now());
      // A replacement is two operations on one address: it is not done after the first.
      this.finished.delete(event.address);
    }
    if (event.type === "done" || event.type === "failed") {
      this.startedAt.delete(event.address);
      // What was not planned, such as a data source that is read during the apply, is not counted.
      if (event.type === "done" && this.planned.has(event.address)) this.finished.add(event.address);
    }
  }

  /** Where the apply stands now. */
  get progress(): ApplyProgress {
    const inFlight = [...this.startedAt]
      .map(([address, since]) => ({ address, seconds: Math.floor((this.now() - since) / 1000) }))
      .sort((a, b) => b.seconds - a.seconds);
    return { done: this.finished.size, total: this.planned.size, inFlight };
  }
}

/** One line of progress, such as `12 of 61 · aws_lb.internal 34 s, 2 more`; empty before Terraform says what it plans. */
export function renderProgress({ done, total, inFlight: [first, ...others] }: ApplyProgress): string {
  const parts = total > 0 ? [`${done} of ${total}`] : [];
  if (first !== undefined) {
    const more = others.length > 0 ? `, ${others.length} more` : "";
    parts.push(`${first.address} ${first.seconds} s${more}`);
  }
  return parts.join(" · ");
}
