import type { CompletionForm } from '#domain/credit/claim.ts';
import { natureWords } from '#domain/credit/entry.ts';
import { hoursOf } from '#domain/credit/quarters.ts';
import type { CreditRule, FormField } from '#domain/credit/rule-schema.ts';
import { formatDate, formatMoment } from '#domain/text/format-date.ts';
import { setPdf } from '#platform/set-pdf.ts';
import type { Approval } from './approvals.queries.ts';
import type { Claim } from './claims.queries.ts';
import { daysText } from './credit-words.ts';
import { formTemplate } from './form-template.ts';
import { missingApproval } from './provider-notice.tsx';

type Paper = 'a4' | 'us-letter';

/** The evidence of completion of a claim: what the rule’s form asks for, who approved it, and by which rule it counts. */
export function formPdf(
  claim: Pick<Claim, 'id' | 'form' | 'rule' | 'ruleNumber' | 'ruleSha256' | 'createdAt' | 'countedQuarters' | 'cycle'>,
  {
    licenceNumber,
    approval,
    provider,
    paper,
    baseUrl,
    now,
  }: {
    licenceNumber: string;
    approval: Approval | undefined;
    /** With the number that was valid on the last day of the activity. */
    provider: { agency: string; number: string | undefined } | undefined;
    paper: Paper;
    baseUrl: string;
    now: Date;
  },
): Buffer {
  const { form, rule } = claim;
  const data = {
    paper,
    title: rule.form.title,
    documentTitle: `${rule.form.title}: ${form.title}, ${form.educator}`,
    jurisdiction: rule.title,
    provider:
      provider?.number === undefined ? form.provider : `${form.provider} (${provider.agency}: ${provider.number})`,
    date: { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() },
    fields: rule.form.asks.map((field) => ({
      label: fieldLabel(field, rule),
      value: fieldValue(field, form, licenceNumber),
    })),
    how: form.how,
    howTitle: howTitle(form),
    award: form.award === null ? '' : `${baseUrl}/verify/${form.award}`,
    approval:
      approval?.state === 'approved'
        ? `Approved by ${approval.typedName ?? ''}, ${approval.typedRole ?? ''}, on ${formatMoment(approval.answeredAt ?? now)}, ${approval.approverId === null ? 'by a link sent to' : 'signed in as'} ${approval.approverEmail}.`
        : '',
    warning: missingApproval({ rule, name: form.provider, known: provider, isRecognition: form.quarters === 0 }) ?? '',
    counts: `${form.quarters === 0 ? 'Recognition of the award, without hours, is' : `${hoursOf(claim.countedQuarters)} of these hours are`} claimed for the cycle ${daysText(claim.cycle.begins, claim.cycle.ends)}.`,
    basis: `Filled in on ${formatDate(now)} from the educator’s credit ledger, by version ${claim.ruleNumber} of the rule “${rule.title}” (SHA-256 ${claim.ruleSha256.slice(0, 16)} …). Claim ${claim.id}.`,
    sources: rule.sources
      .filter(({ id }) => id === rule.form.source || id === rule.hours.source)
      .map(({ citation, asOf }) => `${citation}; as of ${formatDate(new Date(`${asOf}T00:00:00Z`))}.`),
    ask: `What counts is for ${rule.ask.whom} to say.`,
  };
  return setPdf(formTemplate, data, now);
}

/** What `how` is about. */
export function howTitle({ quarters }: Pick<CompletionForm, 'quarters'>): string {
  return quarters === 0 ? 'What was completed' : 'How the hours were arrived at';
}

/** What a field is called on the form, with the rule’s own word for the number. */
export function fieldLabel(field: FormField, { licenceNumber }: Pick<CreditRule, 'licenceNumber'>): string {
  const labels: Record<FormField, string> = {
    ...{ name: 'Name of educator', 'licence-number': licenceNumber.name, title: 'Title of activity', time: 'Time' },
    ...{ date: 'Date', place: 'Place', nature: 'Nature of activity', hours: 'Clock hours' },
  };
  return labels[field];
}

export function fieldValue(field: FormField, form: CompletionForm, licenceNumber: string): string {
  switch (field) {
    case 'name':
      return form.educator;
    case 'licence-number':
      return licenceNumber;
    case 'title':
      return form.title;
    case 'time':
      return form.time;
    case 'date':
      return daysText(form.begins, form.ends);
    case 'place':
      return form.place;
    case 'nature':
      return natureWords[form.nature];
    case 'hours':
      return form.quarters === 0 ? 'None: it is completion that is claimed' : String(hoursOf(form.quarters));
  }
}
