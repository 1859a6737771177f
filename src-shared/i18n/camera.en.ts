/** English: the camera's viewfinder. */

export const cameraEn = {
  'camera.title': 'Camera',
  'camera.off': 'The camera is off for now.',
  'camera.starting': 'Starting the camera…',
  'camera.finding.nothing': 'Hold the card in the frame.',
  'camera.finding.code': 'Card seen.',
  'camera.finding.several': 'Show one card at a time.',
  'camera.finding.no-code': 'There is a code in the picture, but not one of a card.',
  'camera.torch': 'Light',
  'camera.retry': 'Try again',
  'camera.problem.camera.denied':
    'The camera may not be used. Allow it for this program, in the system’s privacy settings and, where it runs in a browser, there too. Then try again.',
  'camera.problem.camera.none': 'No camera was found. Plug one in: it starts by itself.',
  'camera.problem.camera.busy': 'Another program is using the camera. Close that program, then try again.',
  'camera.problem.camera.unplugged': 'The camera was unplugged. Plug it in again: it starts by itself.',
  'camera.problem.camera.no-picture':
    'The camera gives no picture. Open its shutter, or unplug it and plug it in again.',
  'camera.problem.camera.unavailable': 'No camera can be used here. Use a scanner, or type the code.',
  'camera.problem.camera.failed': 'The camera could not be started. Try again, or use a scanner.',
  'camera.problem.camera.engine-refused':
    'The part that reads codes could not be started. Choose another way of reading in the settings, or use a scanner.',
  'camera.problem.camera.engine-failed': 'The part that reads codes stopped. Try again.',
};
