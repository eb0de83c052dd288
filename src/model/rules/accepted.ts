import type { Environment } from "../environment";
import { type Problem, quote } from "../problem";

/** Each accepted change is one change, and says why. */
export function acceptedProblems({ accepted = [] }: Environment): Problem[] {
  return accepted.flatMap(({ address, change, reason }, index): Problem[] => {
    const field = `accepted[${index}]`;
    return [
      ...(/^(?:module\.[\w.[\]"-]+\.)?[a-z]\w*\.\w+(?:\[.+\])?$/.test(address)
        ? []
        : [{ field: `${field}.address`, message: `${quote(address)} is no Terraform address such as aws_lb_target_group.auth` }]), // prettier-ignore
      ...(/^[0-9a-f]{12}$/.test(change)
        ? []
        : [{ field: `${field}.change`, message: `${quote(change)} is no change: copy the twelve hexadecimal digits from the guard's verdict` }]), // prettier-ignore
      ...(reason.trim() === "" ? [{ field: `${field}.reason`, message: "is empty: say why this change may be made" }] : []), // prettier-ignore
    ];
  });
}
