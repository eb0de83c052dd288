import type { ResourceChange } from "../plan";
import type { Scene } from "../scene";

/** Something that a change means, and that a person has to have seen in every environment. */
export interface Concern {
  /** The attribute that it is in; none when it is the whole resource. */
  readonly attribute?: string;
  /** What it means, in a few words after the resource's address. */
  readonly message: string;
}

/** What a change of some type of resource means: exposure, rights, the states. */
export type Weigher = (resource: ResourceChange, scene: Scene) => readonly Concern[];
