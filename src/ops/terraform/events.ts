/** What Terraform does, or would do, to one resource. */
export type Action = "create" | "update" | "replace" | "delete" | "import" | "move" | "forget" | "read" | "noop";

/** One resource that a plan touches. */
export interface PlannedChange {
  readonly address: string;
  readonly action: Action;
  /** Why it is replaced or deleted, in Terraform's word, such as `cannot_update`. */
  readonly reason?: string;
  /** The id it is imported from. */
  readonly importId?: string;
}

/** How many resources a plan or an apply adds, changes, destroys and imports. A replacement counts as both added and destroyed. */
export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly import: number;
}

/** An error or a warning that Terraform reports. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** The resource it is about, where it is about one. */
  readonly address?: string;
  /** The place in the configuration, such as `cdk.tf.json:12`. */
  readonly place?: string;
}

/** What a line of Terraform's `-json` output says, as far as anybody here listens. */
export type TerraformEvent =
  | { readonly type: "planned"; readonly change: PlannedChange }
  | { readonly type: "drift"; readonly address: string }
  | { readonly type: "started" | "progress" | "done" | "failed"; readonly address: string; readonly seconds: number }
  | { readonly type: "summary"; readonly counts: ChangeCounts }
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic };

/** The parts of Terraform's machine-readable UI (format 1.2) that are read here. */
interface RawEvent {
  readonly type?: string;
  readonly change?: {
    readonly resource: { readonly addr: string };
    readonly action: string;
    readonly reason?: string;
    readonly importing?: { readonly id?: string };
  };
  readonly hook?: { readonly resource: { readonly addr: string }; readonly elapsed_seconds?: number };
  readonly changes?: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly import?: number;
  };
  readonly diagnostic?: RawDiagnostic;
}

/** A diagnostic as Terraform writes it, in events and in the result of `validate -json`. */
export interface RawDiagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

const PROGRESS = {
  apply_start: "started",
  apply_progress: "progress",
  apply_complete: "done",
  apply_errored: "failed",
} as const;

/** Reads one line of output; undefined for lines that are no events (Terraform mixes some in) or that say nothing here. */
export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  let raw: RawEvent;
  try {
    raw = JSON.parse(line) as RawEvent;
  } catch {
    return undefined;
  }
  const { type, change, hook, changes, diagnostic } = raw;
  if (diagnostic !== undefined) return { type: "diagnostic", diagnostic: parseDiagnostic(diagnostic) };
  if (type === "planned_change" && change !== undefined) return { type: "planned", change: parseChange(change) };
  if (type === "resource_drift" && change !== undefined) return { type: "drift", address: change.resource.addr };
  if (type === "change_summary" && changes !== undefined) {
    const { add, change: changed, remove, import: imported = 0 } = changes;
    return { type: "summary", counts: { add, change: changed, destroy: remove, import: imported } };
  }
  if (type !== undefined && type in PROGRESS && hook !== undefined) {
    const { resource, elapsed_seconds: seconds = 0 } = hook;
    return { type: PROGRESS[type as keyof typeof PROGRESS], address: resource.addr, seconds };
  }
  return undefined;
}

function parseChange({ resource, action, reason, importing }: NonNullable<RawEvent["change"]>): PlannedChange {
  return {
    address: resource.addr,
    // Terraform's UI says "remove" for a resource that only leaves the state.
    action: action === "remove" ? "forget" : (action as Action),
    ...(reason !== undefined && { reason }),
    ...(importing?.id !== undefined && { importId: importing.id }),
  };
}

/** Brings a diagnostic into the shape that is shown. */
export function parseDiagnostic({ severity, summary, detail = "", address, range }: RawDiagnostic): Diagnostic {
  return {
    severity: severity === "error" ? "error" : "warning",
    summary,
    detail,
    ...(address !== undefined && { address }),
    ...(range !== undefined && { place: `${range.filename}:${range.start.line}` }),
  };
}
