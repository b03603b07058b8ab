from django.urls import path

from .views import certificates, checking, closing, indicators

app_name = "evaluation"
urlpatterns = [
    path("programmes/<uuid:programme_id>/indicators/", indicators.indicators, name="indicators"),
    path("programmes/<uuid:programme_id>/indicators/<slug:number>/", indicators.indicator, name="indicator"),
    path("programmes/<uuid:programme_id>/indicators/download/<slug:sheet>/", indicators.download, name="download"),
    path("programmes/<uuid:programme_id>/closing/", closing.closing, name="closing"),
    path("programmes/<uuid:programme_id>/closing/pairs/", closing.pairs, name="closing_pairs"),
    path("programmes/<uuid:programme_id>/closing/reflection/", closing.reflection, name="closing_reflection"),
    path("programmes/<uuid:programme_id>/closing/completion/", closing.end, name="closing_end"),
    path("programmes/<uuid:programme_id>/certificates/", certificates.index, name="certificates"),
    path("programmes/<uuid:programme_id>/certificates/document/", certificates.documents, name="certificate_documents"),
    path("my-certificates/", certificates.mine, name="my_certificates"),
    path("my-certificates/<uuid:certificate_id>/", certificates.document, name="certificate_document"),
    path("issued-certificates/<uuid:certificate_id>/revocation/", certificates.revocation, name="revocation"),
    # For everybody who is shown a certificate: no sign-in, the code is the key.
    path("certificates/", checking.ask, name="certificates_check"),
    path("certificates/<str:code>/", checking.answer, name="certificate"),
]
