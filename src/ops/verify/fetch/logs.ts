import { type CloudWatchLogsClient, DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { LogFact } from "../facts";
import { ifThere } from "./answer";

/** Whether a log group is there, and when its newest entry came. */
export async function fetchLog(client: CloudWatchLogsClient, logGroupName: string): Promise<LogFact> {
  const answer = await ifThere(
    client.send(new DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime", descending: true, limit: 1 })),
    { ResourceNotFoundException: undefined },
  );
  if (answer === undefined) return { there: false };
  const [{ lastEventTimestamp = 0, lastIngestionTime = 0 } = {}] = answer.logStreams ?? [];
  const newest = Math.max(lastEventTimestamp, lastIngestionTime);
  return { there: true, ...(newest > 0 && { newest }) };
}
