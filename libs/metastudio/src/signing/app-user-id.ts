/**
 * The problem of an `X-App-UserId`, in a sentence without its value; `undefined` if there is none.
 * MetaStudio allows no Chinese in it; a header allows only ASCII.
 */
export function appUserIdProblem(appUserId: string): string | undefined {
  return /^[!-~](?:[ -~]{0,126}[!-~])?$/u.test(appUserId)
    ? undefined
    : 'appUserId must be 1 to 128 visible ASCII characters: MetaStudio allows no others.';
}
