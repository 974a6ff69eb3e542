"""How small copies of a picture are made: AVIF at a speed at which a visitor can wait for it."""

from typing import IO

from PIL import Image

#: From 0 (smallest file) to 10 (quickest). Pillow's own 6 takes four to five times as long as 8, for a
#: file that is a tenth smaller; a list of twenty new photos would keep its first reader waiting.
AVIF_SPEED = 8


def write_avif_quickly() -> None:
    """Give Pillow another speed to begin with: Willow, which Wagtail uses, has no option for it.

    Called once, when the app is ready. Does nothing where Pillow can't write AVIF.
    """
    Image.init()
    write = Image.SAVE.get("AVIF")
    if write is None:
        return

    def write_quickly(picture: Image.Image, stream: IO[bytes], name: str | bytes) -> None:
        picture.encoderinfo.setdefault("speed", AVIF_SPEED)
        write(picture, stream, name)

    Image.register_save("AVIF", write_quickly)
