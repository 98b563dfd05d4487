/** Put in by the build: the version that package.json names. */
declare const __APP_VERSION__: string

export const version: string = __APP_VERSION__
