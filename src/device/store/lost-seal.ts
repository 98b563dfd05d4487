import { lostProofText } from '../../protocol/lost-proof.ts'

/**
 * How a tablet knows that an order to wipe a store is the server's: the order
 * carries a text that only who has the account's store key can make, and the tablet
 * keeps the SHA-256 of it. So a locked tablet can tell too, and a Wi-Fi that answers
 * in the server's place, or reads what the tablet keeps, can order nothing.
 */
export async function sealFor(accountKey: string, tablet: string): Promise<string> {
  const how = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', utf8.encode(accountKey), how, false, ['sign'])
  const proof = await crypto.subtle.sign('HMAC', key, utf8.encode(lostProofText(tablet)))
  return digest(base64url(new Uint8Array(proof)))
}

/** Whether this is the text behind the seal. */
export async function opensSeal(proof: string, seal: string): Promise<boolean> {
  return (await digest(proof)) === seal
}

const utf8 = new TextEncoder()

async function digest(text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text))))
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
