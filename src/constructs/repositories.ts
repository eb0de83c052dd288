import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import type { Repositories } from "../model/options";
import { lifecyclePolicy, repositoryAddress } from "../model/repositories";
import { jsonDocument } from "./json-document";

/** Which repositories, and what they take and keep. */
export interface ImageRepositoriesProps {
  readonly names: readonly string[];
  readonly repositories: Repositories;
}

/** ECR repositories that scan what is pushed and keep the newest of it. No plan can destroy one: images cannot be made again. */
export class ImageRepositories extends Construct {
  /** Where images are pushed to, by repository: `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly urls: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { names, repositories }: ImageRepositoriesProps) {
    super(scope, id);
    const policy = jsonDocument(lifecyclePolicy(repositories));
    this.urls = Object.fromEntries(
      names.map((name) => {
        const room = new Construct(this, repositoryAddress(name));
        const repository = new EcrRepository(room, "Repository", {
          name,
          imageTagMutability: repositories.immutableTags ? "IMMUTABLE" : "MUTABLE",
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfiguration: [{ encryptionType: "AES256" }],
          tags: { Name: name },
          // A repository keeps the encryption it was made with, and one that is adopted may have a key of its own.
          lifecycle: { preventDestroy: true, ignoreChanges: ["encryption_configuration"] },
        });
        new EcrLifecyclePolicy(room, "LifecyclePolicy", { repository: repository.name, policy });
        return [name, repository.repositoryUrl];
      }),
    );
  }
}
