/**
 * What the server shows a tablet to prove that an order to wipe is its own, as text:
 * HMAC-SHA256 under the account's store key. The tablet keeps only the SHA-256 of it
 * (device/store/lost-seal.ts).
 */
export const lostProofText = (tablet: string) => `so-kiem lost ${tablet}`
