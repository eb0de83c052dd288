import { type EC2Client, paginateDescribeNetworkAcls, paginateDescribeSubnets } from "@aws-sdk/client-ec2";
import { byValues, collect } from "../../aws/collect";
import type { Answer, NetworkAclFacts } from "../facts";
import { type ChainFacts, placesOf } from "../places";
import type { Expected } from "../expected";
import { ask } from "./answer";

/** The network ACLs of all subnets that the chain and the way out lead through, and the subnets' blocks. */
export async function fetchNetworkAcls(
  client: EC2Client,
  expected: Expected,
  facts: ChainFacts,
): Promise<Answer<NetworkAclFacts>> {
  const { services, gateway, loadBalancer, entrance, nat, endpoints } = placesOf(expected, facts);
  const ids = [...services.values(), gateway, loadBalancer, entrance, nat, endpoints].flat();
  return await ask(async () => {
    const [acls, subnets] = await Promise.all([
      byValues(ids, (Values) =>
        collect(
          paginateDescribeNetworkAcls({ client }, { Filters: [{ Name: "association.subnet-id", Values }] }),
          (page) => page.NetworkAcls,
        ),
      ),
      byValues(ids, (Values) =>
        collect(
          paginateDescribeSubnets({ client }, { Filters: [{ Name: "subnet-id", Values }] }),
          (page) => page.Subnets,
        ),
      ),
    ]);
    const cidrs = new Map(subnets.map(({ SubnetId = "", CidrBlock = "" }) => [SubnetId, CidrBlock]));
    return { acls: [...new Map(acls.map((acl) => [acl.NetworkAclId, acl])).values()], cidrs };
  });
}
