import type { AgencyAnswer, CellProblem } from '#domain/credit/agency-answers.ts';
import { composeMail } from '#platform/compose-mail.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { type Claim, newClaimPath } from '../credit/claims.queries.ts';
import { settleClaim } from '../credit/settle-claim.ts';
import { type BatchLine, listLines } from './batches.queries.ts';
import { auditBatch, lockBatch, lockClaimsOf } from './send-batch.ts';

export type ImportResult =
  | { ok: true; accepted: number; refused: number; unchanged: number }
  | { ok: false; reason: 'not-sent' }
  | { ok: false; reason: 'problems'; problems: CellProblem[] };

type Command = {
  issuer: { id: string; name: string };
  batchId: string;
  answers: readonly AgencyAnswer[];
  /** SHA-256 of the file. */
  sha256: string;
  actorId: string;
  now: Date;
  baseUrl: string;
};

/**
 * Takes an agency’s answers: all, or none where one contradicts what stands here. What stands here already changes nothing, so
 * that the same file twice is as once.
 */
export async function importAnswers(trx: Trx, command: Command): Promise<ImportResult> {
  const { issuer, batchId, answers, sha256, actorId, now, baseUrl } = command;
  const batch = await lockBatch(trx, issuer.id, batchId);
  if (!batch.sentAt) return { ok: false, reason: 'not-sent' };
  const lines = new Map((await listLines(trx, batchId)).map((line) => [line.line, line]));
  const problems: CellProblem[] = [];
  const fresh: { line: BatchLine; answer: AgencyAnswer }[] = [];
  for (const answer of answers) {
    const line = lines.get(answer.line);
    if (!line)
      problems.push({ cell: `Row ${answer.row}`, message: `There is no line “${answer.line}” in this batch.` });
    else if (line.leftAt)
      problems.push({ cell: `Row ${answer.row}`, message: 'This line was taken out before it was sent.' });
    else if (line.answer === null) fresh.push({ line, answer });
    else if (line.answer !== answer.answer || line.reason !== answer.reason)
      problems.push({
        cell: `Row ${answer.row}`,
        message: `This line was answered already: ${line.answer}${line.reason === null ? '' : ` (${line.reason})`}. An answer stays; ask the agency, and have the hours claimed anew.`,
      });
  }
  if (problems.length > 0) return { ok: false, reason: 'problems', problems };
  const accepted = fresh.filter(({ answer }) => answer.answer === 'accepted').length;
  const counts = { accepted, refused: fresh.length - accepted, unchanged: answers.length - fresh.length };
  if (fresh.length === 0) return { ok: true, ...counts };
  const claims = await lockClaimsOf(
    trx,
    fresh.map(({ line }) => line),
  );
  for (const { line, answer } of fresh) {
    await trx
      .updateTable('agency_lines')
      .set({ answer: answer.answer, reason: answer.reason, answered_at: now })
      .where('id', '=', line.id)
      .execute();
    const to = answer.answer === 'accepted' ? 'accepted' : 'rejected';
    const note = answer.reason ?? `${batch.agency}, line ${line.line}.`;
    const { personId, claimId } = line;
    // Withdrawn or settled by the earner meanwhile: the line keeps the answer, and the claim stays as they left it.
    const settled = await settleClaim(trx, { personId, claimId, to, note, actorId, now });
    const claim = claims.get(claimId);
    if (settled.ok && claim)
      await mailEarner(trx, { claim, answer, agency: batch.agency, issuerName: issuer.name, baseUrl });
  }
  await auditBatch(trx, 'answered', { issuerId: issuer.id, actorId, batchId, ...counts, file: sha256 });
  return { ok: true, ...counts };
}

async function mailEarner(
  trx: Trx,
  {
    claim,
    answer,
    agency,
    issuerName,
    baseUrl,
  }: { claim: Claim; answer: AgencyAnswer; agency: string; issuerName: string; baseUrl: string },
): Promise<void> {
  const isAccepted = answer.answer === 'accepted';
  const { title } = claim.form;
  const isRecognition = claim.entryId === null;
  const what = isRecognition ? 'recognition' : 'your hours';
  await sendMailLater(
    trx,
    composeMail({
      to: claim.personEmail,
      subject: `${isAccepted ? 'Accepted' : 'Not accepted'}: ${what} of “${title}”`,
      paragraphs: [
        `Hello ${claim.personName},`,
        isAccepted
          ? `${agency} accepted your claim of ${isRecognition ? 'recognition' : 'the hours'} of “${title}”.`
          : `${agency} did not accept your claim of ${isRecognition ? 'recognition' : 'the hours'} of “${title}”. The reason: ${answer.reason ?? ''}`,
        ...(isAccepted
          ? []
          : [
              `${isRecognition ? 'The award can be claimed' : 'The hours are free'} again. Put right what the reason names, with ${issuerName} where it is theirs, then claim anew: it goes out with the next batch.`,
            ]),
      ],
      action: isAccepted
        ? { label: 'See the claim', url: `${baseUrl}/credit/claims/${claim.id}` }
        : {
            label: isRecognition ? 'Claim it again' : 'Claim the hours again',
            url: `${baseUrl}${newClaimPath(claim)}`,
          },
      notes: isAccepted ? [] : [`The claim as it was: ${baseUrl}/credit/claims/${claim.id}`],
    }),
  );
}
