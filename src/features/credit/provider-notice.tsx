import type { CreditRule } from '#domain/credit/rule-schema.ts';

export type ProviderNoticeProps = {
  rule: Pick<CreditRule, 'provider'>;
  /** Who offered it. */
  name: string;
  isRecognition?: boolean;
  /** The agency’s number for it that was valid on the last day of the activity. */
  known: { agency: string; number: string | undefined } | undefined;
};

/** What is missing where a rule asks for an approved provider and no approval is entered; for the earner and for approvers. */
export function missingApproval({ rule, name, known, isRecognition = false }: ProviderNoticeProps): string | undefined {
  if (known?.number !== undefined || rule.provider?.approved !== true) return undefined;
  return (
    `This rule asks for an approved provider, and no approval of ${name} is entered here that was valid on the day of the ` +
    `activity. As long as there is none, ${isRecognition ? 'the award may not be recognised' : 'the hours may count for nothing'}: ask ${name} for its number.`
  );
}

/** The number under which the agency knows the provider, or a plain warning where the rule asks for one. */
export function ProviderNotice(props: ProviderNoticeProps) {
  const { name, known } = props;
  if (known?.number !== undefined)
    return (
      <p className="meta">
        {name} is a provider of {known.agency}, number {known.number}.
      </p>
    );
  const missing = missingApproval(props);
  return missing === undefined ? null : <p className="alert alert-warning credit-ask">{missing}</p>;
}
