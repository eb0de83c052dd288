import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { ImageRepositories } from "../constructs/repositories";
import type { Environment } from "../model/environment";
import { stackName } from "../model/names";
import type { Repositories } from "../model/options";
import { repositoryNames } from "../model/repositories";
import { BaseStack, type BaseStackProps } from "./base-stack";

/** The repositories of an environment's images: a stack of their own, since images are pushed before the services' plan reads them. */
export class RepositoriesStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, repositories: Repositories, props: BaseStackProps) {
    super(scope, stackName(environment.name, "repositories"), props);
    const { urls } = new ImageRepositories(this, "ImageRepositories", {
      names: repositoryNames(environment),
      repositories,
    });
    new TerraformOutput(this, "repository_urls", { description: "Where images are pushed to", value: urls });
  }
}
