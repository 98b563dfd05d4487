/** As after a PIN was chosen: everything in these stores is sealed. */
export const storeKey = crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
