import { devNull } from "node:os";

/** What an AWS client needs to know about an emulator. */
export interface EmulatorAddress {
  readonly endpoint: string;
  readonly region: string;
}

/** The caller's variables that would lead a client elsewhere: another profile, endpoint, token, bundle or workspace. */
const CLIENT_VARIABLES = /^(AWS_|TF_CLI_ARGS|TF_WORKSPACE$|TF_VAR_)/;

/** The caller's variables that would change how Python or moto behave. */
const PYTHON_VARIABLES = /^(AWS_|MOTO_|PYTHON|PIP_(USER|TARGET|PREFIX|ROOT)$)/;

/**
 * The whole environment for a child that talks to the emulator (Terraform, the AWS CLI, an SDK): the caller's, without
 * anything that leads to a real account.
 */
export function clientEnvironment(env: NodeJS.ProcessEnv, { endpoint, region }: EmulatorAddress): NodeJS.ProcessEnv {
  const noProxy = [env.NO_PROXY ?? env.no_proxy, "127.0.0.1", "localhost"].filter(Boolean).join(",");
  return {
    ...without(env, CLIENT_VARIABLES),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    // A profile in the user's own files may name an endpoint, a role to assume or a bundle.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_PAGER: "",
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    // The S3 backend checks the account with services and host names that only AWS has.
    TF_CLI_ARGS_init: ["use_path_style", "skip_credentials_validation", "skip_requesting_account_id"]
      .map((option) => `-backend-config=${option}=true`)
      .join(" "),
    // Terraform and its provider live for seconds here, and a quarter of their time would be spent on collecting garbage.
    GOGC: env.GOGC ?? "400",
    NO_PROXY: noProxy,
    no_proxy: noProxy,
  };
}

/** The environment for Python itself: the caller's, so that pip finds its index, without what would disturb it. */
export function pythonEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...without(env, PYTHON_VARIABLES), PYTHONDONTWRITEBYTECODE: "1" };
}

function without(env: NodeJS.ProcessEnv, variables: RegExp): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !variables.test(name)));
}
