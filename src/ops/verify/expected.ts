import type { Image, Nat, ServicesIngress } from "../../model/environment";
import type { Atlas } from "../../model/options";
import type { Phase } from "../../model/phase";
import type { TaskRange } from "../../model/scaling";

/** An ECS service and how many tasks it has to run. */
export interface ExpectedTasks {
  readonly service: string;
  /** `undefined` when nobody knows: its legacy has not been discovered. */
  readonly tasks: number | undefined;
  /** What autoscaling and the night stop make of it. @default exactly as many */
  readonly range?: TaskRange;
}

/** A service of the environment, or its gateway, as it has to be. */
export interface ExpectedService extends ExpectedTasks {
  /** The service of the environment, or `gateway`. */
  readonly name: string;
  readonly tasks: number;
  /** @default it is the gateway, which does not move */
  readonly phase?: Phase;
  readonly container: string;
  readonly port: number;
  /** @default the gateway is called without one */
  readonly targetGroup?: string;
  /** The port that its target group was made with, which tasks do not register with. @default the service's own */
  readonly targetGroupPort?: number;
  /** Its name in the namespace, which its tasks register under. @default it has none */
  readonly discoveryName?: string;
  /** Another one that it stays in: of the load balancer that was there before. @default none */
  readonly targetGroupBeside?: string;
  readonly logGroup: string;
  readonly image: Image;
  /** The public ECS service from before the move. @default there is none */
  readonly legacy?: ExpectedTasks;
  /** Why the gateway cannot be pointed back at that. @default it can, or there never was one */
  readonly noWayBack?: string;
}

/** What one of the gateway's URL variables has to say. */
export interface ExpectedUrl {
  readonly variable: string;
  readonly service: string;
  readonly calls: "legacy" | "private";
  /** Of the load balancer's listener. */
  readonly port: number;
  /** @default it has none, or nobody has found it out */
  readonly legacyUrl?: string;
  /** By its name in the namespace. @default the gateway calls private services at the load balancer */
  readonly namespaceUrl?: string;
}

/** The public load balancer, and how it has to share calls out. */
export interface ExpectedEntrance {
  readonly loadBalancer: string;
  /** The HTTPS listener's security policy. */
  readonly sslPolicy: string;
  /** @default one is requested, whose ARN Terraform knows */
  readonly certificateArn?: string;
  /** Per cent of the calls by target group, where there is a canary. @default all are the gateway's */
  readonly shares?: Readonly<Record<string, number>>;
  /** What a canary is called while there is one. */
  readonly canary: { readonly service: string; readonly targetGroup: string };
}

/** A secret in one of the stores. */
export interface ExpectedSecret {
  /** Of the parameter, or of the secret in Secrets Manager. */
  readonly name: string;
  readonly secret: string;
  /** The ECS services whose tasks read it when they start, and that are to run any. */
  readonly readers: readonly string[];
}

/** How an environment has to be in AWS, with the names that everything has there. */
export interface Expected {
  readonly environment: string;
  /** Whether its plans pass the guard before anybody applies them. */
  readonly protected: boolean;
  /** Whether `npm run discover` can look at it: it knows states in S3 only. */
  readonly discoverable: boolean;
  /** Who is called when somebody is cut off. @default nobody has written it down */
  readonly onCall?: string;
  readonly account: string;
  readonly region: string;
  /** The stack whose plan mends what differs. */
  readonly stack: string;
  readonly networkStack: string;
  readonly cluster: string;
  readonly loadBalancer: string;
  readonly vpcCidr: string;
  /** The blocks of the private subnets, where they are known. */
  readonly privateCidrs: readonly string[];
  readonly servicesIngress: ServicesIngress;
  readonly nat: Nat;
  /** Services of AWS that have an interface endpoint: `com.amazonaws.eu-north-1.logs`. */
  readonly endpoints: readonly string[];
  readonly privateSubnets: readonly string[];
  /** What Atlas lets in: one address a NAT gateway. Empty where nobody has written it down. */
  readonly natEips: readonly string[];
  /** How the services reach Atlas: only `nat-allowlist` needs the NAT gateway's address. */
  readonly atlas: Atlas;
  readonly services: readonly ExpectedService[];
  readonly gateway: ExpectedService;
  /** The second gateway, while it gets calls. @default there is none */
  readonly canary?: ExpectedService;
  /** The public load balancer in front of the gateway. @default it is none of this project's */
  readonly entrance?: ExpectedEntrance;
  readonly urls: readonly ExpectedUrl[];
  /** By name; `ours` are those that Terraform makes, holding `pending`. */
  readonly parameters: readonly (ExpectedSecret & { readonly ours: boolean })[];
  /** Those of Secrets Manager, by name: Terraform makes them without a value. */
  readonly managedSecrets: readonly ExpectedSecret[];
  /** The alias of the key that parameters are under. @default AWS's own */
  readonly secretsKey?: string;
  /** Whether there are legacy services that discovery has not learnt about yet. */
  readonly undiscovered: boolean;
}

/** What does not work when the tasks of this one do not. */
export function stoppedOf({ phase }: ExpectedService): "private" | "gateway" {
  return phase === undefined ? "gateway" : "private";
}

/** Whether a number of tasks is what is expected, or nobody knows what is. */
export function isExpected({ tasks, range }: ExpectedTasks, desired: number): boolean {
  if (range !== undefined) return desired >= range.min && desired <= range.max;
  return tasks === undefined || desired === tasks;
}

/** Everything that runs: the services, the gateway and its canary. */
export function everyService({ services, gateway, canary }: Expected): readonly ExpectedService[] {
  return [...services, gateway, ...(canary === undefined ? [] : [canary])];
}
