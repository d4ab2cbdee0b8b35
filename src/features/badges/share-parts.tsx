import { linkedInAddress } from '#domain/badge/add-to-profile.ts';
import { olderAssertionUrl } from '#domain/badge/open-badges-2.ts';
import type { PublicAward } from '../awards/awards.queries.ts';

/** LinkedIn’s form, filled in with this award. */
export function AddToLinkedIn({ award, baseUrl }: { award: PublicAward; baseUrl: string }) {
  const { title, issuer, awardedAt, validUntil, publicId } = award;
  const href = linkedInAddress({
    title,
    organisation: issuer.name,
    awardedAt,
    validUntil,
    address: `${baseUrl}/verify/${publicId}`,
    publicId,
  });
  return (
    <a className="btn" href={href} target="_blank" rel="noopener">
      Add to LinkedIn<span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}

/** The award in every form that other programs read. Nothing of it is given out while the award does not count. */
export function BadgeDownloads({ award, baseUrl }: { award: PublicAward; baseUrl: string }) {
  const address = `/verify/${award.publicId}`;
  return (
    <ul className="badge-downloads">
      <li>
        <a href={`${address}/badge.png`} download>
          Badge (PNG)
        </a>
        <span className="meta">A picture with the signed credential in it. What most backpacks take.</span>
      </li>
      <li>
        <a href={`${address}/badge.svg`} download>
          Badge (SVG)
        </a>
        <span className="meta">The same, sharp at every size.</span>
      </li>
      <li>
        <a href={`${address}/credential.json`} download>
          Signed credential (JSON)
        </a>
        <span className="meta">Open Badges 3.0, for wallets and verifiers.</span>
      </li>
      {award.jwt !== null && (
        <li>
          <a href={`${address}/credential.jwt`} download>
            Signed credential (JWT)
          </a>
          <span className="meta">For systems that ask for a VC-JWT.</span>
        </li>
      )}
      <li>
        <a href={`${address}/badge.png?format=ob2`} download>
          Older badge (PNG, Open Badges 2.0)
        </a>
        <span className="meta">
          For backpacks that read nothing newer. They may ask for its{' '}
          <a href={olderAssertionUrl(baseUrl, award.publicId)}>address</a>.
        </span>
      </li>
    </ul>
  );
}
