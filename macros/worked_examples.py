"""Worked examples of how a label comes about, for the editors' guide: made-up findings that `grade.py` really grades.

Out: per example its findings and the verdict on them. No verdict is written down here, so none can be out of date.
"""

from dataclasses import dataclass

from macros.grade import Evidence, Grade, grade

A, B = "Onderzoek A", "Onderzoek B"
JOB, TALK = "Werk vinden", "Op gesprek mogen"  # outcomes in plain words


@dataclass(frozen=True)
class Example:
    """`vraag`: what an editor may wonder. `aanpak`: whether the lesson is about an approach."""

    vraag: str
    bewijs: tuple[Evidence, ...]
    aanpak: bool = True

    @property
    def oordeel(self) -> Grade:
        return grade(self.bewijs, approach=self.aanpak)


EXAMPLES = (
    Example("Eén sterk onderzoek is gunstig", (Evidence(A, JOB, "positief", 5),)),
    Example("Eén redelijk onderzoek is gunstig", (Evidence(A, JOB, "positief", 3),)),
    Example("Een tweede redelijk onderzoek vindt hetzelfde", (Evidence(A, JOB, "positief", 3), Evidence(B, JOB, "positief", 3))),
    Example("Het tweede onderzoek vindt geen verschil", (Evidence(A, JOB, "positief", 3), Evidence(B, JOB, "geen-effect", 3))),
    Example("Een sterk onderzoek is gunstig, op een andere uitkomst was er geen verschil", (Evidence(A, TALK, "positief", 5), Evidence(B, JOB, "geen-effect", 3))),
    Example("Een redelijk onderzoek vindt geen verschil", (Evidence(A, JOB, "geen-effect", 3),)),
    Example("Alleen achteraf gevraagd, en mensen waren tevreden", (Evidence(A, JOB, "positief", 1),)),
    Example("Het effect kon niet worden gemeten", (Evidence(A, JOB, "niet-gemeten", 3),)),
    Example("De les gaat over het doen en niet over een aanpak", (Evidence(A, JOB, "positief", 5),), aanpak=False),
)  # fmt: skip
