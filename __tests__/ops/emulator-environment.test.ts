import { clientEnvironment, pythonEnvironment } from "../../src/ops/emulator/environment";

const ADDRESS = { endpoint: "http://127.0.0.1:4566", region: "eu-north-1" };

test("a client finds the emulator and no way to a real account", () => {
  const environment = clientEnvironment(
    {
      AWS_PROFILE: "production",
      AWS_SESSION_TOKEN: "token",
      AWS_CA_BUNDLE: "/bundle.pem",
      AWS_ENDPOINT_URL_S3: "https://s3.example",
      AWS_ROLE_ARN: "arn:aws:iam::992350137489:role/deploy",
      TF_WORKSPACE: "prod",
      TF_CLI_ARGS_plan: "-destroy",
      TF_VAR_x: "1",
      HOME: "/home/user",
      PATH: "/usr/bin",
      TF_CLI_CONFIG_FILE: "/home/user/terraform.rc",
    },
    ADDRESS,
  );
  expect(environment).toEqual({
    AWS_ACCESS_KEY_ID: "test",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_DEFAULT_REGION: "eu-north-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
    AWS_PAGER: "",
    AWS_REGION: "eu-north-1",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    CHECKPOINT_DISABLE: "1",
    GOGC: "400",
    HOME: "/home/user",
    NO_PROXY: "127.0.0.1,localhost",
    PATH: "/usr/bin",
    TF_CLI_ARGS_init:
      "-backend-config=use_path_style=true -backend-config=skip_credentials_validation=true " +
      "-backend-config=skip_requesting_account_id=true",
    TF_CLI_CONFIG_FILE: "/home/user/terraform.rc",
    TF_IN_AUTOMATION: "1",
    no_proxy: "127.0.0.1,localhost",
  });
});

test("a proxy stays for the world outside and is not used for the emulator", () => {
  const environment = clientEnvironment({ HTTPS_PROXY: "http://proxy:3128", no_proxy: "intranet" }, ADDRESS);
  expect(environment).toMatchObject({ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "intranet,127.0.0.1,localhost" });
});

test("Python gets pip's settings and nothing that changes where it looks for modules or where pip puts them", () => {
  expect(
    pythonEnvironment({
      PATH: "/usr/bin",
      PIP_INDEX_URL: "https://index.example/simple",
      PIP_CERT: "/bundle.pem",
      PIP_TARGET: "/elsewhere",
      PYTHONPATH: "/elsewhere",
      PYTHONHOME: "/elsewhere",
      MOTO_ACCOUNT_ID: "123456789012",
    }),
  ).toEqual({
    PATH: "/usr/bin",
    PIP_INDEX_URL: "https://index.example/simple",
    PIP_CERT: "/bundle.pem",
    PYTHONDONTWRITEBYTECODE: "1",
  });
});
