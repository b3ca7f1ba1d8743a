/** Enough to read a document that fills the picture. */
const MAX_SIDE = 3_000;
const QUALITY = 0.85;

/** Draws an image anew, as a JPEG without anything but its pixels. */
export async function plainImage(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, MAX_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The image cannot be read.')) : resolve(blob)),
      'image/jpeg',
      QUALITY,
    );
  });
}
