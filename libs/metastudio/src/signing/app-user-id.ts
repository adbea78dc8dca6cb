/**
 * What is wrong with an `X-App-UserId`, in a sentence without its value; `undefined`: nothing.
 * MetaStudio allows no Chinese in it; a header allows nothing but ASCII.
 */
export function appUserIdProblem(appUserId: string): string | undefined {
  return /^[!-~](?:[ -~]{0,126}[!-~])?$/u.test(appUserId)
    ? undefined
    : 'appUserId must be 1 to 128 visible ASCII characters: MetaStudio allows no others.';
}
