import { readPictureNet } from '../../../device/store/picture-net.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { useNetworkKind } from '../../../device/sync/use-network.ts'
import { anyNetwork, type PictureHold, pictureHold } from '../../../domain/picture-net.ts'

/** Whether pictures wait by this person's own wish on the network as it is, live. */
export function usePictureHold(): PictureHold {
  const net = useStore(readPictureNet, []) ?? anyNetwork
  return pictureHold(net, useNetworkKind())
}
