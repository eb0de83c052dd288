import { DataTerraformRemoteState, NamedRemoteWorkspace, TerraformBackend, type TerraformRemoteState } from "cdktf";
import type { Construct } from "constructs";
import type { CloudState } from "../model/environment";
import { workspaceName } from "../model/names";

/** A block of HCL as cdktf renders it. */
const text = (value: string) => ({ value, type: "simple", storageClassType: "string" });

/**
 * The `cloud` block: one workspace of HCP Terraform for one stack. cdktf's own `CloudBackend` starts `terraform version` for each
 * stack, and leaves the project out of its HCL.
 */
export class CloudWorkspace extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly state: CloudState,
    private readonly workspace: string,
  ) {
    super(scope, "backend", "cloud");
  }

  override toTerraform(): unknown {
    const { project } = this.state;
    const workspaces = { name: this.workspace, ...(project !== undefined && { project }) };
    return { terraform: { cloud: { ...this.place(), workspaces } } };
  }

  override toHclTerraform(): unknown {
    const { project } = this.state;
    const value = { name: text(this.workspace), ...(project !== undefined && { project: text(project) }) };
    const workspaces = { value, isBlock: true, type: "map", storageClassType: "stringmap" };
    return { terraform: { cloud: { ...this.place(), workspaces } } };
  }

  override getRemoteStateDataSource(scope: Construct, name: string, fromStack: string): TerraformRemoteState {
    return remoteWorkspace(scope, name, this.state, fromStack);
  }

  private place(): Readonly<Record<string, string>> {
    const { hostname, organization } = this.state;
    return { ...(hostname !== undefined && { hostname }), organization };
  }
}

/** The state of a stack's workspace, as another stack reads it. */
export function remoteWorkspace(scope: Construct, id: string, state: CloudState, stack: string): TerraformRemoteState {
  const { hostname, organization } = state;
  return new DataTerraformRemoteState(scope, id, {
    ...(hostname !== undefined && { hostname }),
    organization,
    workspaces: new NamedRemoteWorkspace(workspaceName(state, stack)),
  });
}
