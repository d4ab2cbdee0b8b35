export type ProfileCertification = {
  title: string;
  organisation: string;
  awardedAt: Date;
  validUntil: Date | null;
  /** Where anyone verifies it. */
  address: string;
  publicId: string;
};

/** LinkedIn’s form for a certification, filled in. Its months count from 1; dates are those of UTC, as everywhere else. */
export function linkedInAddress({
  title,
  organisation,
  awardedAt,
  validUntil,
  address,
  publicId,
}: ProfileCertification) {
  const query = new URLSearchParams({
    startTask: 'CERTIFICATION_NAME',
    name: title,
    organizationName: organisation,
    issueYear: String(awardedAt.getUTCFullYear()),
    issueMonth: String(awardedAt.getUTCMonth() + 1),
    ...(validUntil && {
      expirationYear: String(validUntil.getUTCFullYear()),
      expirationMonth: String(validUntil.getUTCMonth() + 1),
    }),
    certUrl: address,
    certId: publicId,
  });
  return `https://www.linkedin.com/profile/add?${query.toString()}`;
}

/** HTML for a page of one’s own: the badge, leading to where it is verified. */
export function embedSnippet({ title, address }: { title: string; address: string }): string {
  const alt = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<a href="${address}"><img src="${address}/badge.svg" alt="${alt}: verify this badge" width="240" height="240"></a>`;
}
