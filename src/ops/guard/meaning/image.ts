/** What an image's reference says (distribution/reference: `[registry/]repository[:tag][@digest]`). */
export interface ImageReference {
  /** The registry's host; Docker Hub where none is written. */
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Reads an image's reference; `undefined` for what is none. */
export function parseImage(text: string): ImageReference | undefined {
  const match = /^(?:([^/@]+)\/)?([^@:]+(?:\/[^@:]+)*)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(text);
  if (match === null) return undefined;
  const [, first, rest = "", tag, digest] = match;
  // What comes first is a host when it looks like one, and part of the repository's name otherwise.
  const isHost = first !== undefined && (/[.:]/.test(first) || first === "localhost");
  return {
    registry: isHost ? first : "docker.io",
    repository: isHost || first === undefined ? rest : `${first}/${rest}`,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}
