"""Speech: text to sound and back."""

from .decoding import Sound, Unreadable, opened
from .encoding import Encoder, Format, encode, encoder
from .extra import MissingExtra
from .hearing import Heard, Hearing
from .manner import Manner, manner_of
from .mark import texts_in
from .speaking import Pcm, length_of, speak, spoken
from .tag import tagged
from .voices import VOICES
from .waves import RATE

__all__ = [
    "RATE",
    "VOICES",
    "Encoder",
    "Format",
    "Heard",
    "Hearing",
    "Manner",
    "MissingExtra",
    "Pcm",
    "Sound",
    "Unreadable",
    "encode",
    "encoder",
    "length_of",
    "manner_of",
    "opened",
    "speak",
    "spoken",
    "tagged",
    "texts_in",
]
