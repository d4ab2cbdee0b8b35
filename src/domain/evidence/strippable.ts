/** Whether what a file says of where and by whom it was made can be taken out of it here. */
export function isStrippable(mediaType: string | null): boolean {
  return /^image\/(jpeg|png|gif|webp|avif)$|openxmlformats|oasis\.opendocument|^(video|audio)\/(mp4|quicktime)$/.test(
    mediaType ?? '',
  );
}
