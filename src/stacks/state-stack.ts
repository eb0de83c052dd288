import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { StateStorage } from "../constructs/state-storage";
import type { S3State } from "../model/environment";
import { stateStackName } from "../model/names";
import { BaseStack, type BaseStackProps } from "./base-stack";

/** The bucket and lock table of an account's states, this stack's own among them. */
export class StateStack extends BaseStack {
  constructor(scope: Construct, props: BaseStackProps & { readonly state: S3State }) {
    super(scope, stateStackName(props.state), props);
    const storage = new StateStorage(this, "StateStorage", { state: props.state });
    new TerraformOutput(this, "bucket", { value: storage.bucketName });
    new TerraformOutput(this, "lock_table", { value: storage.lockTableName });
  }
}
