interface RawEvent {
  readonly type?: string;
  readonly hook?: {
    readonly resource?: { readonly addr?: string };
    readonly action?: string;
    readonly id_key?: string;
    readonly id_value?: string;
  };
}

/** What the output of `terraform apply -json` tells about an apply that was killed. */
export interface Journal {
  /** Ids by address, of what was there or was finished. */
  readonly ids: ReadonlyMap<string, string>;
  /** Addresses of what was being made when the output ended. */
  readonly unfinished: readonly string[];
}

/** Reads the output of one apply or more, in their order; lines that are no events are passed over. */
export function readJournal(text: string): Journal {
  const ids = new Map<string, string>();
  const unfinished = new Set<string>();
  for (const line of text.split("\n")) {
    const { type, hook } = parse(line);
    const address = hook?.resource?.addr;
    if (address === undefined) continue;
    if (hook?.action === "delete") {
      if (type === "apply_complete") ids.delete(address);
      continue;
    }
    if (type === "apply_start" && hook?.action === "create") unfinished.add(address);
    if (type === "apply_complete" || type === "apply_errored") unfinished.delete(address);
    if (hook?.id_value !== undefined && hook.id_value !== "") ids.set(address, hook.id_value);
  }
  return { ids, unfinished: [...unfinished] };
}

function parse(line: string): RawEvent {
  if (!line.startsWith("{")) return {};
  try {
    return JSON.parse(line) as RawEvent;
  } catch {
    return {}; // Where the apply was killed, a line ends in the middle.
  }
}
