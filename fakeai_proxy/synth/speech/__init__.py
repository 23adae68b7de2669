"""Speech: text to sound and back."""

from .mark import texts_in
from .speaking import Pcm, speak, spoken
from .voices import VOICES
from .waves import RATE

__all__ = ["RATE", "VOICES", "Pcm", "speak", "spoken", "texts_in"]
