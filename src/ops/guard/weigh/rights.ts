import { boundaryArn } from "../../../model/deployment";
import { documentIn } from "../meaning/document";
import { saidTogether, statementsOf, widened } from "../meaning/statements";
import { objectOf, type ResourceChange } from "../plan";
import type { Scene } from "../scene";
import type { Concern, Weigher } from "./concern";
import { isOwnRight } from "./own-rights";

/** Attributes that hold a document about rights, by type. */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["assume_role_policy"],
  aws_iam_role_policy: ["policy"],
  aws_iam_policy: ["policy"],
  aws_s3_bucket_policy: ["policy"],
  aws_sns_topic_policy: ["policy"],
  aws_sns_topic: ["policy"],
  aws_sqs_queue_policy: ["policy"],
  aws_kms_key: ["policy"],
  aws_ecr_repository_policy: ["policy"],
  aws_secretsmanager_secret: ["policy"],
  aws_secretsmanager_secret_policy: ["policy"],
  aws_vpc_endpoint: ["policy"],
  aws_vpc_endpoint_policy: ["policy"],
};

/** Attributes of a role that give it rights, or take its bounds away, beside its documents. */
const OF_ROLES = ["managed_policy_arns", "inline_policy", "permissions_boundary", "path"];

function documentConcerns(resource: ResourceChange, attribute: string, scene: Scene): Concern[] {
  const { address, change, type } = resource;
  const [old, now] = [objectOf(change.before)[attribute], objectOf(change.after)[attribute]];
  const isUnknown = objectOf(change.after_unknown)[attribute] === true;
  if (!isUnknown && (now ?? "") === (old ?? "")) return [];
  const isWritten = scene.written(address, attribute) !== undefined;
  // What nobody writes AWS fills in, with its own default.
  if (isUnknown && !isWritten) return old === undefined || old === null || old === "" ? [] : lost(attribute);
  if (!isUnknown && (now ?? "") === "") return type === "aws_vpc_endpoint" ? lost(attribute) : (old ?? "") === "" ? [] : lost(attribute); // prettier-ignore
  const after = statementsOf(scene.document(resource, attribute));
  if (after === undefined) return [{ attribute, message: `${attribute} cannot be read before the apply` }];
  const before = change.importing === undefined || old !== undefined ? (statementsOf(documentIn(old)) ?? []) : [];
  const rights = widened(before, after).filter(({ statement }) => !isOwnRight(statement, resource, scene));
  return saidTogether(rights).map((said) => ({ attribute, message: `${attribute} ${said}` }));
}

function lost(attribute: string): Concern[] {
  return [{ attribute, message: `${attribute} goes, and AWS's default takes its place` }];
}

/** Rights that are given or widened: statement by statement, and with the policies and bounds of roles. */
export const rights: Weigher = (resource, scene) => {
  const { type, change } = resource;
  if (change.after === null || change.after === undefined) return [];
  const documents = (DOCUMENTS[type] ?? []).flatMap((attribute) => documentConcerns(resource, attribute, scene));
  return [...documents, ...(type === "aws_iam_role" ? roleConcerns(resource, scene) : [])];
};

function roleConcerns({ change }: ResourceChange, { environment }: Scene): Concern[] {
  const [before, after] = [objectOf(change.before), objectOf(change.after)];
  const isNew = change.before === null && change.importing === undefined;
  const boundary = environment && boundaryArn(environment);
  return OF_ROLES.flatMap((attribute): Concern[] => {
    // A role that nobody has yet loses nothing by it.
    if (attribute === "permissions_boundary" && isNew && boundary !== undefined && after[attribute] === boundary) return []; // prettier-ignore
    const [old, now] = [before[attribute], after[attribute]].map((value) => JSON.stringify(value ?? null));
    const isGiven = (value: string | undefined) => value !== undefined && !["null", "[]", '""', '"/"'].includes(value);
    if (old === now || (!isGiven(old) && !isGiven(now))) return [];
    return [{ attribute, message: `${attribute} of a role changes: ${now ?? ""}` }];
  });
}
