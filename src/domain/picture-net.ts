/**
 * What a browser says of the network: `mobile` also where the person has asked the
 * browser to save data; `unknown` where it does not tell (iPad, Firefox, desktops).
 */
export type NetworkKind = 'wifi' | 'mobile' | 'unknown'

/** The part of `navigator.connection` (Network Information API) that is read. Absent in many browsers. */
export type Connection = { type?: string; saveData?: boolean }

/** A tethered Bluetooth line is somebody's mobile phone. */
const mobileTypes: readonly string[] = ['cellular', 'wimax', 'bluetooth']
const freeTypes: readonly string[] = ['wifi', 'ethernet']

export function networkKind({ type, saveData }: Connection = {}): NetworkKind {
  if (saveData === true || (type !== undefined && mobileTypes.includes(type))) return 'mobile'
  return type !== undefined && freeTypes.includes(type) ? 'wifi' : 'unknown'
}

/** How one person wants pictures to go on one device. */
export type PictureNet = {
  wifiOnly: boolean
  /** Photos, by id, that their author has let go over any network: asked for once, for these alone. */
  once: readonly string[]
}

export const anyNetwork: PictureNet = { wifiOnly: false, once: [] }

/** Why pictures stay where they are: until there is Wi-Fi, or, where nobody can tell, until the person says so. */
export type PictureHold = 'wifi' | 'ask' | null

export function pictureHold({ wifiOnly }: Pick<PictureNet, 'wifiOnly'>, kind: NetworkKind): PictureHold {
  if (!wifiOnly || kind === 'wifi') return null
  return kind === 'mobile' ? 'wifi' : 'ask'
}

/** Whether this picture may go now. Mutations are never asked. */
export function mayPictureGo(net: PictureNet, kind: NetworkKind, photo: { id: string }): boolean {
  return pictureHold(net, kind) === null || net.once.includes(photo.id)
}
