import {
  DataTerraformRemoteStateS3,
  S3Backend,
  TerraformElement,
  type TerraformRemoteState,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct, IConstruct } from "constructs";
import type { CloudState, Import, KeptArguments, S3State } from "../model/environment";
import { stateKey, workspaceName } from "../model/names";
import { projectTags } from "../model/tags";
import { AddressTakenError } from "./address-taken";
import { CloudWorkspace, remoteWorkspace } from "./cloud-backend";
import { correctHcl } from "./hcl";
import { Imports, type StackJson } from "./imports";
import { KeptAsFound } from "./kept";

/** Write-only arguments (`value_wo`) came with Terraform 1.11. */
const TERRAFORM_VERSION = ">= 1.11";

/** What every stack is told: whose account it changes, where its state lies and what its resources are tagged with. */
export interface BaseStackProps {
  readonly account: string;
  readonly region: string;
  readonly state: S3State | CloudState;
  /** The tag `Env`. */
  readonly environment: string;
  readonly owner: string;
  readonly costCenter: string;
  /** What exists and is adopted, by Terraform address. @default nothing */
  readonly imports?: Readonly<Record<string, Import>>;
  /** What stays as it was found, by Terraform address. @default nothing */
  readonly kept?: Readonly<Record<string, KeptArguments>>;
  /** Address S3 buckets by path and not by host name, as an emulator without DNS needs. @default false */
  readonly s3UsePathStyle?: boolean;
}

/** The type under which an element is counted in its address: `aws_subnet`, `data.aws_ecr_image`, `output`. */
function addressType(element: TerraformElement): string {
  if (!("terraformResourceType" in element)) return element.constructor.name;
  const type = String(element.terraformResourceType);
  return TerraformResource.isTerraformResource(element) ? type : `data.${type}`;
}

/** A stack with the provider, the backend, the tags and the addresses that all of this project's stacks share. */
export abstract class BaseStack extends TerraformStack {
  private readonly props: Pick<BaseStackProps, "state" | "region">;
  private readonly addresses = new Map<string, string>();
  private readonly imports: Imports;
  private readonly kept: KeptAsFound;
  private json: unknown;

  constructor(scope: Construct, name: string, props: BaseStackProps) {
    super(scope, name);
    this.imports = new Imports(props.imports ?? {});
    const tags = projectTags({ ...props, name: props.environment });
    this.kept = new KeptAsFound(props.kept ?? {}, tags);
    this.props = props;
    new AwsProvider(this, "aws", {
      region: props.region,
      allowedAccountIds: [props.account],
      defaultTags: [{ tags }],
      ...(props.s3UsePathStyle === true && { s3UsePathStyle: true }),
    });
    this.keepState(name, props);
    this.addOverride("terraform.required_providers.aws.source", "hashicorp/aws");
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
  }

  private keepState(name: string, { state, region }: BaseStackProps): void {
    if (state.kind === "cloud") {
      new CloudWorkspace(this, state, workspaceName(state, name));
      return;
    }
    const { bucket, lockTable, region: place = region } = state;
    new S3Backend(this, { bucket, key: stateKey(name), region: place, dynamodbTable: lockTable, encrypt: true });
    // S3's own lock beside DynamoDB's; cdktf's S3Backend does not know it yet.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }

  /**
   * A Terraform address is the path of construct ids below the stack, joined by `_`. An id in PascalCase names a room
   * of the code, not of the platform, and is left out: `private_a/Subnet` is `aws_subnet.private_a`.
   *
   * @throws AddressTakenError when two elements of a type would share an address.
   */
  protected override allocateLogicalId(element: TerraformElement | IConstruct["node"]): string {
    const node = element instanceof TerraformElement ? element.node : element;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const name = ids.filter((id) => !/^[A-Z]/.test(id)).join("_");
    if (element instanceof TerraformElement) {
      const address = `${addressType(element)}.${name}`;
      const owner = this.addresses.get(address) ?? node.path;
      if (owner !== node.path) throw new AddressTakenError(address, [owner, node.path]);
      this.addresses.set(address, node.path);
    }
    return name;
  }

  /** This stack's state as a data source of another stack; reading needs no lock. */
  protected remoteStateFor(stack: TerraformStack, id: string): TerraformRemoteState {
    const { state, region } = this.props;
    if (state.kind === "cloud") return remoteWorkspace(stack, id, state, this.node.id);
    const { bucket, region: place = region } = state;
    return new DataTerraformRemoteStateS3(stack, id, { bucket, region: place, key: stateKey(this.node.id) });
  }

  /**
   * Does nothing: cdktf resolves the whole tree here once more, in search of references to elements of other stacks. There
   * are none, a test sees to that: stacks read each other's outputs. Terraform would call one undeclared.
   */
  override prepareStack(): void {
    // Every stack has its backend already.
  }

  /** Has Terraform leave alone what stays as it was found. */
  private keepAsFound(): void {
    for (const element of this.node.findAll()) {
      if (!TerraformResource.isTerraformResource(element)) continue;
      const kept = this.kept.of(`${element.terraformResourceType}.${element.friendlyUniqueId}`);
      const { ignoreChanges = [] } = element.lifecycle ?? {};
      if (kept.length === 0 || ignoreChanges === "all") continue;
      element.lifecycle = { ...element.lifecycle, ignoreChanges: [...new Set([...ignoreChanges, ...kept])] };
    }
  }

  // Resolving the whole tree is most of the time a synthesis takes; the policies and cdktf both ask for it.
  override toTerraform(): unknown {
    if (this.json === undefined) {
      this.keepAsFound();
      const json = super.toTerraform() as StackJson;
      this.kept.check(json);
      this.json = this.imports.addTo(json);
    }
    return this.json;
  }

  override toHclTerraform(): { hcl: string; metadata: unknown } {
    this.keepAsFound();
    const { hcl, metadata } = super.toHclTerraform() as { hcl: string; metadata: unknown };
    return { hcl: `${correctHcl(hcl, TERRAFORM_VERSION)}${this.imports.toHcl()}`, metadata };
  }
}
